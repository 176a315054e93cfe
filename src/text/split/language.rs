//! Which language a paragraph is in: first the whole text's, then where a paragraph departs from it.
//!
//! Small words decide, since they are cheap to look up and names and figures have none. The trigram guess of whatlang
//! is slow; it runs once on a text's head, and again only on a paragraph whose small words are another language's.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use whatlang::{Lang, Script};

use crate::text::{Language, Paragraph, Sort};

/// Fewer letters than this tell no language.
const LETTERS: usize = 80;
/// Of a text's head, in bytes.
const HEAD: usize = 2_000;
/// Words of a paragraph that are looked at.
const WORDS: usize = 48;

pub(super) struct Languages {
    whole: Language,
}

impl Languages {
    /// `stated` is what the text says of itself: "en", "de-CH", "German".
    pub(super) fn of(stated: Option<&str>, paragraphs: &[Paragraph]) -> Languages {
        if let Some(whole) = stated.and_then(named) {
            return Languages { whole };
        }
        let mut head = String::new();
        for it in paragraphs.iter().filter(|it| it.sort != Sort::Aside) {
            let room = HEAD.saturating_sub(head.len());
            if room == 0 {
                break;
            }
            head.push_str(crate::text::markup::clip(&it.prose, room));
            head.push('\n');
        }
        let small = Small::count(&head);
        let whole = if small.speak_for_english() { Language::English } else { guess(&head, &small) };
        Languages { whole }
    }

    pub(super) fn paragraph(&self, prose: &str) -> Language {
        if prose.len() < LETTERS {
            return self.whole;
        }
        let small = Small::count(prose);
        match self.whole {
            Language::English if small.speak_for_english() => Language::English,
            Language::English => guess(crate::text::markup::clip(prose, HEAD / 2), &small),
            Language::Other { .. } if small.speak_for_english() && small.n_letters >= LETTERS => Language::English,
            Language::Other { .. } => self.whole,
        }
    }
}

/// How many of the first words are small words of English, and of the languages around it.
#[derive(Default)]
struct Small {
    n_words: usize,
    n_letters: usize,
    n_english: usize,
    n_foreign: usize,
    n_foreign_letters: usize,
}

impl Small {
    fn count(text: &str) -> Small {
        let mut small = Small::default();
        let words = text.split(|it: char| !it.is_alphabetic()).filter(|it| !it.is_empty());
        for word in words.take(WORDS) {
            small.n_words += 1;
            if word.is_ascii() {
                small.n_letters += word.len();
            } else {
                small.n_letters += word.chars().count();
                small.n_foreign_letters += word.chars().filter(|it| !it.is_ascii() && *it > '\u{24f}').count();
            }
            match key(word).and_then(|it| SMALL.get(&it)) {
                Some(true) => small.n_english += 1,
                Some(false) => small.n_foreign += 1,
                None => {}
            }
        }
        small
    }

    fn speak_for_english(&self) -> bool {
        self.n_english * 8 >= self.n_words
            && self.n_english > self.n_foreign
            && self.n_foreign_letters * 3 < self.n_letters.max(1)
    }
}

/// NB: a list of names has no small words at all: whatever whatlang makes of it, it stays English.
fn guess(text: &str, small: &Small) -> Language {
    let script = small.n_foreign_letters * 2 > small.n_letters;
    if small.n_letters < LETTERS
        || !script && (small.n_foreign * 10 < small.n_words || small.n_foreign <= small.n_english)
    {
        return Language::English;
    }
    match whatlang::detect(text) {
        Some(info) if script || info.script() == Script::Latin && info.is_reliable() => of_lang(info.lang()),
        _ if script => Language::Other { decimal_comma: true },
        _ => Language::English,
    }
}

fn of_lang(lang: Lang) -> Language {
    let decimal_point = matches!(
        lang,
        Lang::Cmn
            | Lang::Jpn
            | Lang::Kor
            | Lang::Heb
            | Lang::Tha
            | Lang::Hin
            | Lang::Ben
            | Lang::Urd
            | Lang::Pan
            | Lang::Tam
            | Lang::Tel
            | Lang::Mar
            | Lang::Guj
            | Lang::Kan
            | Lang::Mal
            | Lang::Sin
            | Lang::Nep
            | Lang::Mya
            | Lang::Khm
            | Lang::Tgl
            | Lang::Zul
            | Lang::Sna
            | Lang::Yid
            | Lang::Amh
            | Lang::Ara
    );
    if lang == Lang::Eng { Language::English } else { Language::Other { decimal_comma: !decimal_point } }
}

/// "de", "de-AT", "German", "deutsch"; nothing for what is not a language we know.
fn named(stated: &str) -> Option<Language> {
    let stated = stated.trim().to_lowercase();
    let code = stated.split(['-', '_']).next().unwrap_or("");
    match code {
        "" => None,
        "en" | "eng" | "english" => Some(Language::English),
        "zh" | "ja" | "ko" | "he" | "th" | "hi" | "bn" | "ur" | "ar" | "ta" | "chinese" | "japanese" | "korean"
        | "hebrew" | "thai" | "hindi" | "arabic" => Some(Language::Other { decimal_comma: false }),
        // "de-CH" writes 1'000.50.
        "de" if stated.ends_with("ch") => Some(Language::Other { decimal_comma: false }),
        "german" | "french" | "spanish" | "italian" | "dutch" | "portuguese" | "swedish" | "norwegian" | "danish"
        | "finnish" | "polish" | "russian" | "ukrainian" | "czech" | "hungarian" | "turkish" | "greek" => {
            Some(Language::Other { decimal_comma: true })
        }
        _ if code.len() <= 3 && code.bytes().all(|it| it.is_ascii_lowercase()) => {
            Some(Language::Other { decimal_comma: true })
        }
        _ => None,
    }
}

/// Small words as their bytes, and whether they are English ones.
static SMALL: LazyLock<FxHashMap<u64, bool>> = LazyLock::new(|| {
    let foreign = FOREIGN.iter().filter_map(|it| Some((key(it)?, false)));
    foreign.chain(ENGLISH.iter().filter_map(|it| Some((key(it)?, true)))).collect()
});

/// A word of up to eight bytes in lower case, as a number.
fn key(word: &str) -> Option<u64> {
    let small = word.len() <= 8;
    small.then(|| word.bytes().fold(0, |key, it| key << 8 | u64::from(it.to_ascii_lowercase())))
}

const ENGLISH: &[&str] = &[
    "the", "of", "and", "to", "in", "that", "is", "was", "for", "it", "with", "as", "his", "he", "on", "be", "at",
    "by", "had", "not", "are", "but", "from", "or", "have", "an", "they", "which", "were", "been", "has", "their",
    "who", "will", "its", "said", "this", "would", "than", "what", "she", "her", "you", "we", "there", "about", "into",
    "a",
];

/// Small words of German, French, Spanish, Italian, Dutch, Portuguese, the Nordic languages and Polish that are no
/// small words of English ("die" and "on" are left out).
const FOREIGN: &[&str] = &[
    "der",
    "das",
    "und",
    "ist",
    "nicht",
    "mit",
    "von",
    "zu",
    "den",
    "dem",
    "ein",
    "eine",
    "auf",
    "sich",
    "auch",
    "im",
    "le",
    "la",
    "les",
    "des",
    "et",
    "est",
    "dans",
    "pour",
    "que",
    "une",
    "du",
    "au",
    "qui",
    "sur",
    "pas",
    "par",
    "aux",
    "el",
    "los",
    "las",
    "por",
    "con",
    "para",
    "del",
    "y",
    "una",
    "como",
    "su",
    "se",
    "al",
    "lo",
    "il",
    "che",
    "di",
    "della",
    "per",
    "non",
    "sono",
    "gli",
    "nel",
    "dei",
    "de",
    "het",
    "een",
    "van",
    "en",
    "niet",
    "zijn",
    "voor",
    "dat",
    "op",
    "te",
    "met",
    "os",
    "um",
    "uma",
    "com",
    "da",
    "na",
    "em",
    "mais",
    "och",
    "att",
    "det",
    "som",
    "av",
    "har",
    "till",
    "inte",
    "og",
    "ikke",
    "til",
    "er",
    "af",
    "p\u{e5}",
    "w",
    "nie",
    "si\u{119}",
    "z",
    "jest",
    "ze",
    "ja",
    "oli",
    "ett",
    "i",
];
