//! Words inside XML: escaped, and without the characters that no XML may hold.
//!
//! A draft may hold anything that is UTF-8; a report that its reader refuses would hide every finding.

/// For an attribute in double quotes and for text alike. Line ends become references, since a reader of attributes turns
/// them into spaces.
pub fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + 16);
    for it in words.chars() {
        match it {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\t' | '\n' | '\r' => out.push_str(&format!("&#{};", it as u32)),
            it if is_allowed(it) => out.push(it),
            _ => out.push(char::REPLACEMENT_CHARACTER),
        }
    }
    out
}

/// XML 1.0, production 2, surrogates apart: they are no characters here.
fn is_allowed(it: char) -> bool {
    matches!(it, ' '..='\u{fffd}' | '\u{10000}'..)
}
