//! Keys and words of files of ours, put into words for hover and completion.

use super::completion::{Completion, Item, Sort};
use super::hover::escaped;
use crate::engine::desk::pages::{About, Offers};

/// "**policy.reason**", what it means, what may stand there, and what holds without it.
pub fn hover(about: &About, markdown: bool) -> String {
    let plain = |words: &str| if markdown { escaped(words) } else { words.to_string() };
    let name = plain(&about.name);
    let mut parts = vec![if markdown { format!("**{name}**") } else { name }];
    parts.extend(about.words.iter().filter(|it| !it.is_empty()).map(|it| plain(it)));
    if !about.takes.is_empty() {
        parts.push(plain(&format!("Takes {}.", about.takes)));
    }
    if let Some(default) = &about.default {
        parts.push(plain(&format!("Without it: {default}.")));
    }
    parts.join("\n\n")
}

pub fn completion(offers: Offers) -> Completion {
    let is_key = offers.items.iter().any(|it| it.is_key);
    let item = |it: crate::engine::desk::pages::Offer| Item {
        filter: it.label.clone(),
        label: it.label,
        words: it.words,
        detail: it.takes,
        about: it.about,
    };
    let sort = if is_key { Sort::Key } else { Sort::Word };
    Completion { span: offers.span, sort, items: offers.items.into_iter().map(item).collect() }
}
