//! Stub.

pub struct Decoded {
    pub text: String,
    pub lossless_utf8: bool,
}

#[derive(Debug)]
pub struct NotText;

pub fn decode(bytes: &[u8]) -> Result<Decoded, NotText> {
    if bytes.contains(&0) {
        return Err(NotText);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Decoded { text: text.to_string(), lossless_utf8: true }),
        Err(_) => {
            let (text, _, _) = encoding_rs::WINDOWS_1252.decode(bytes);
            let control = text.chars().filter(|it| it.is_control() && !it.is_whitespace()).count();
            if control * 20 > text.len() {
                Err(NotText)
            } else {
                Ok(Decoded { text: text.into_owned(), lossless_utf8: false })
            }
        }
    }
}
