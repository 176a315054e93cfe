//! Encodings, and what is no text.

use encoding_rs::{SHIFT_JIS, WINDOWS_1251, WINDOWS_1252};

use crate::text::Text;
use crate::text::format::{LARGEST, Opened, Refused, Undecodable, decode, open};

#[track_caller]
fn text(bytes: &[u8]) -> String {
    decode(bytes.to_vec()).unwrap().text
}

#[test]
fn utf8_stays_as_it_is_with_its_mark() {
    let decoded = decode("\u{feff}Zoë".into()).unwrap();
    assert_eq!(decoded.text, "\u{feff}Zoë");
    assert!(decoded.lossless_utf8);
}

#[test]
fn other_encodings_are_guessed() {
    let french = "Le café de la gare a vendu 12 000 crêpes à Noël, d’après l’élu.";
    let decoded = decode(WINDOWS_1252.encode(french).0.into_owned()).unwrap();
    assert_eq!(decoded.text, french);
    assert!(!decoded.lossless_utf8);
    let russian = "Печь в Орске обожгла в прошлом году 4200 тонн кирпича.";
    assert_eq!(text(&WINDOWS_1251.encode(russian).0), russian);
    let japanese = "窯は昨年、四千二百トンのれんがを焼いた。";
    assert_eq!(text(&SHIFT_JIS.encode(japanese).0), japanese);
}

#[test]
fn utf16_goes_by_its_mark() {
    let little: Vec<u8> =
        [0xfeff_u16].into_iter().chain("It burns.".encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_eq!(text(&little).trim_start_matches('\u{feff}'), "It burns.");
    let big: Vec<u8> = [0xfeff_u16].into_iter().chain("It burns.".encode_utf16()).flat_map(u16::to_be_bytes).collect();
    assert_eq!(text(&big).trim_start_matches('\u{feff}'), "It burns.");
}

#[test]
fn a_stray_byte_does_not_make_a_text_foreign() {
    let mut bytes = "Zoë and Renée sold crêpes – “all of them” – at Noël.".as_bytes().to_vec();
    bytes.push(0xc3);
    assert!(text(&bytes).starts_with("Zoë and Renée"));
}

#[test]
fn binaries_and_giants_are_refused() {
    assert_eq!(decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec()), Err(Undecodable::NotText));
    assert_eq!(decode((1..=8).cycle().take(600).collect()), Err(Undecodable::NotText));
    assert_eq!(decode(vec![b'a'; LARGEST + 1]), Err(Undecodable::TooLarge));
    assert_eq!(text(b""), "");
}

/// Each fixture cut off at many places, and with bytes changed: something is said or read, and nothing ends us.
#[test]
fn mangled_files_of_all_formats_are_read_or_refused() {
    let apart = |_: &str, _: &[u8]| Err(Refused::new("not here", ""));
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats/wire");
    let mut n_opened = 0;
    for name in [
        "pier-g2.xml",
        "quay.nitf",
        "toll-1.json",
        "toll-3.json",
        "reply.eml",
        "ferry.eml",
        "desk.zip",
        "council.vtt",
        "interview.srt",
        "export.txt",
        "page.html",
    ] {
        let whole = std::fs::read(folder.join(name)).unwrap();
        for step in 0..60 {
            let at = whole.len() * step / 60;
            let mut cut = whole.clone();
            cut.truncate(at);
            let mut changed = whole.clone();
            for (n, byte) in changed.iter_mut().enumerate().skip(step).step_by(61) {
                *byte = byte.wrapping_add((n * 7 + step) as u8);
            }
            for bytes in [cut, changed] {
                let mut all = vec![open(name, bytes, 0, &apart)];
                while let Some(it) = all.pop() {
                    match it {
                        Ok(Opened::Text(decoded, format)) => {
                            n_opened += 1;
                            Text::read(decoded.text, format);
                        }
                        Ok(Opened::Document(document)) => {
                            n_opened += 1;
                            Text::of_document(*document);
                        }
                        Ok(Opened::Several(members)) => all.extend(members.into_iter().map(|it| it.opened)),
                        Err(refused) => assert!(!refused.cause.is_empty()),
                    }
                }
            }
        }
    }
    assert!(n_opened > 400, "{n_opened}");
}

#[test]
fn quarto_and_r_markdown_are_markdown_whose_code_nobody_reads() {
    use crate::text::{Format, Text};
    for name in ["a.qmd", "a.Rmd"] {
        let format = Format::of_path(std::path::Path::new(name));
        let raw = "---\ntitle: The quay\n---\n\nIt took `r sum(crates)` crates.\n\n```{r}\n#| fig-cap: 900 crates\ncrates <- c(4312)\n```\n\nAnd more.\n";
        let text = Text::read(raw.to_string(), format);
        let prose: Vec<&str> = text.paragraphs.iter().map(|it| it.prose.as_str()).collect();
        assert!(prose.iter().all(|it| !it.contains("900") && !it.contains("4312") && !it.contains("sum")), "{prose:?}");
        assert_eq!(prose.len(), 2, "{prose:?}");
    }
}
