//! Words of a stretch of text as they are looked up: lower case, one space between them, marks gone.

/// " of the 40 pumps 25 failed ", with a space at both ends, so that whole words can be looked for.
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len() + 2);
    plain.push(' ');
    for word in text.split(|it: char| !(it.is_alphanumeric() || matches!(it, '\'' | '’' | '%'))) {
        if !word.is_empty() {
            plain.extend(word.chars().flat_map(char::to_lowercase).map(|it| if it == '’' { '\'' } else { it }));
            plain.push(' ');
        }
    }
    plain
}

/// Whether a [`plain`] text has one of some phrases.
pub fn has(plain: &str, phrases: &[String]) -> bool {
    phrases.iter().any(|phrase| {
        plain.match_indices(phrase.as_str()).any(|(at, _)| {
            plain.get(..at).is_some_and(|it| it.ends_with(' '))
                && plain.get(at + phrase.len()..).is_some_and(|it| it.starts_with(' '))
        })
    })
}

/// Whether a [`plain`] text ends with one of some phrases.
pub fn ends_with(plain: &str, phrases: &[String]) -> bool {
    let plain = plain.trim_end();
    phrases.iter().any(|it| plain.strip_suffix(it.as_str()).is_some_and(|it| it.is_empty() || it.ends_with(' ')))
}

/// Whether a [`plain`] text begins with one of some phrases.
pub fn starts_with(plain: &str, phrases: &[String]) -> bool {
    let plain = plain.trim_start();
    phrases.iter().any(|it| plain.strip_prefix(it.as_str()).is_some_and(|it| it.is_empty() || it.starts_with(' ')))
}

/// Whether a [`plain`] text is made of some phrases and nothing else, or empty.
pub fn is_only(plain: &str, phrases: &[String]) -> bool {
    let mut rest = plain.trim();
    while !rest.is_empty() {
        let cut = phrases.iter().filter_map(|it| rest.strip_prefix(it.as_str()));
        let Some(after) = cut.filter(|it| it.is_empty() || it.starts_with(' ')).min_by_key(|it| it.len()) else {
            return false;
        };
        rest = after.trim_start();
    }
    true
}

pub fn count(plain: &str) -> usize {
    plain.split_whitespace().count()
}
