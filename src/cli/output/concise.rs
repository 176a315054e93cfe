//! One line a finding, for editors that read compilers' output and for `grep`.

use std::io::Write;

use super::{Positions, Run, locate};

pub fn write(run: &Run, out: &mut dyn Write) -> anyhow::Result<()> {
    for draft in &run.drafts {
        let positions = Positions::of(&draft.raw, draft.findings.iter().map(|it| it.span));
        for (finding, place) in draft.placed() {
            let at = positions.at(finding.span.start);
            let place = place.map_or_else(|| format!("{}:{}", at.line, at.column), |it| format!(" {it}"));
            let message = locate::one_line(&finding.message);
            writeln!(
                out,
                "{}:{place}: {}[{}] {message} ({})",
                draft.path,
                finding.severity.word(),
                finding.rule,
                finding.id
            )?;
        }
    }
    locate::write_closing(run, out)?;
    Ok(())
}
