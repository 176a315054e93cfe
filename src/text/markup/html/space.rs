//! White space as HTML has it: a run of it is one space, and a single one goes along with the words around.

pub fn is_space(it: char) -> bool {
    matches!(it, ' ' | '\n' | '\r' | '\t' | '\u{c}')
}

/// Up to the next entity or run of white space; single spaces between words go along.
pub fn verbatim_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'&' | b'\n' | b'\r' | b'\t' | 0xc => return at,
            b' ' if bytes.get(at + 1).is_none_or(|it| matches!(it, b' ' | b'\n' | b'\r' | b'\t' | 0xc | b'&')) => {
                return at;
            }
            _ => at += 1,
        }
    }
    at
}
