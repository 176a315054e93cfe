//! What the writer left to be done: TK, XX, [CHECK …]. Each is a hint, and never a figure or a name.

use super::{Ctx, ParamSpec};
use crate::finding::{Checked, Raised, Weight};

pub const PARAMS: &[ParamSpec] = &[];

pub const OPEN: &str = "open-placeholder";

pub fn placeholders(ctx: &Ctx<'_>, acc: &mut Checked) {
    for span in &ctx.reading.placeholders {
        acc.raised.push(Raised {
            rule: OPEN,
            span: *span,
            weight: Weight::Full,
            variant: "",
            args: vec![("words", span.of(ctx.prose()).to_string())],
            evidence: Vec::new(),
            fixes: Vec::new(),
        });
    }
}

#[cfg(test)]
mod tests;
