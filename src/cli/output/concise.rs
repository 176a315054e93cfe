//! One line a finding, for editors that read compilers' output and for `grep`.

use std::io::Write;

use super::{Positions, Run, locate};

pub fn write(run: &Run, out: &mut dyn Write) -> anyhow::Result<()> {
    for draft in &run.drafts {
        let positions = Positions::of(&draft.raw, draft.findings.iter().map(|it| it.span));
        for (finding, place) in draft.placed() {
            let at = positions.at(finding.span.start);
            let place = place.map(|it| format!(" {}", locate::one_line(&it)));
            let place = place.unwrap_or_else(|| format!("{}:{}", at.line, at.column));
            let message = locate::one_line(&finding.message);
            writeln!(
                out,
                "{}:{place}: {}[{}] {message} ({})",
                locate::one_line(&draft.path),
                finding.severity.word(),
                finding.rule,
                finding.id
            )?;
        }
    }
    locate::write_closing(run, out)?;
    Ok(())
}
