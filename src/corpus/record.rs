//! Sources as bytes and back: the heads of a segment in a row, the words of each source compressed by itself.
//!
//! No fact is written: a reading is determined by its paragraph and the rules. What is written of a source is its text,
//! its paragraphs with their maps, and what its paragraphs settle for one another. Damaged bytes give `None`.

use std::path::PathBuf;
use std::sync::Arc;

use super::SourceMeta;
use super::origin::How;
use super::origin::clue::{Clues, Declared, Sole};
use super::pack::{Put, Take};
use super::source::{Head, Source};
use crate::fact::{Links, SourceKind, SourceRef, Speaker, SpeakerKind, Trust};
use crate::rules::Rules;
use crate::text::comment::Comments;
use crate::text::locator::{Locator, Locators};
use crate::text::{Format, Language, Map, Paragraph, Run, Sort, Span, Text, TextId, TextSpan};

/// Values of an enum by their places in a list: what is not in it cannot be written, so each list holds all.
macro_rules! codes {
    ($put:ident, $take:ident, $type:ty, [$($value:expr),* $(,)?]) => {
        fn $put(value: $type) -> u8 {
            [$($value),*].iter().position(|it| *it == value).map_or(u8::MAX, |it| it as u8)
        }

        fn $take(code: u8) -> Option<$type> {
            [$($value),*].get(code as usize).copied()
        }
    };
}

codes!(trust_code, trust_of, Trust, [Trust::Record, Trust::Normal, Trust::Lead, Trust::Withdrawn]);
codes!(
    kind_code,
    kind_of,
    SourceKind,
    [
        SourceKind::Primary,
        SourceKind::Transcript,
        SourceKind::Interview,
        SourceKind::Report,
        SourceKind::Rewrite,
        SourceKind::Release,
        SourceKind::Mail,
        SourceKind::Notes,
        SourceKind::Own,
        SourceKind::Data,
        SourceKind::Unknown,
    ]
);
codes!(how_code, how_of, How, [How::Said, How::Credit, How::Phrase, How::Speaker, How::Wording, How::Itself]);
codes!(
    format_code,
    format_of,
    Format,
    [Format::Markdown, Format::Html, Format::Plain, Format::Table, Format::Subtitles, Format::Document]
);
codes!(
    sort_code,
    sort_of,
    Sort,
    [
        Sort::Body,
        Sort::Heading,
        Sort::Quotation,
        Sort::ListItem,
        Sort::Footnote,
        Sort::Caption,
        Sort::TableRow,
        Sort::Aside,
    ]
);
codes!(
    language_code,
    language_of,
    Language,
    [Language::English, Language::Other { decimal_comma: false }, Language::Other { decimal_comma: true }]
);
codes!(
    speaker_code,
    speaker_of,
    SpeakerKind,
    [
        SpeakerKind::Named,
        SpeakerKind::Institution,
        SpeakerKind::Office,
        SpeakerKind::Unnamed,
        SpeakerKind::Pronoun,
        SpeakerKind::Nobody,
    ]
);

pub fn put_head(out: &mut Put, head: &Head) {
    let Head { id: _, reference, meta, disk_path, extracted, clues, n_facts, len } = head;
    out.str(&reference.path);
    out.byte(kind_code(reference.kind));
    // NB: paths that are not UTF-8 are refused when files are looked for.
    out.str(&disk_path.to_string_lossy());
    out.flag(*extracted);
    out.var(u64::from(*n_facts));
    out.var(u64::from(*len));
    put_meta(out, meta);
    put_clues(out, clues);
}

pub fn take_head(it: &mut Take<'_>, id: TextId) -> Option<Head> {
    let path = it.string()?;
    let kind = kind_of(it.byte()?)?;
    let disk_path = PathBuf::from(it.str()?);
    let extracted = it.flag()?;
    let (n_facts, len) = (it.n()?, it.n()?);
    let meta = take_meta(it)?;
    let clues = take_clues(it)?;
    let reference = SourceRef {
        path,
        trust: meta.trust,
        kind,
        confidential: meta.confidential,
        date: meta.date.clone(),
        verbatim: meta.verbatim,
        origin: Arc::from(""),
        superseded_by: None,
    };
    Some(Head { id, reference, meta, disk_path, extracted, clues, n_facts, len })
}

fn put_meta(out: &mut Put, meta: &SourceMeta) {
    let plain = *meta == SourceMeta::default();
    out.flag(plain);
    if plain {
        return;
    }
    out.byte(trust_code(meta.trust));
    out.byte(kind_code(meta.kind));
    for flag in [meta.confidential, meta.verbatim, meta.says_of_itself, meta.killed] {
        out.flag(flag);
    }
    let words = [
        &meta.title,
        &meta.outlet,
        &meta.date,
        &meta.url,
        &meta.origin,
        &meta.language,
        &meta.supersedes,
        &meta.embargo,
    ];
    for it in words {
        out.opt(it.as_deref());
    }
    out.strs(meta.speakers.iter().map(String::as_str));
}

fn take_meta(it: &mut Take<'_>) -> Option<SourceMeta> {
    if it.flag()? {
        return Some(SourceMeta::default());
    }
    Some(SourceMeta {
        trust: trust_of(it.byte()?)?,
        kind: kind_of(it.byte()?)?,
        confidential: it.flag()?,
        verbatim: it.flag()?,
        says_of_itself: it.flag()?,
        killed: it.flag()?,
        title: it.opt()?,
        outlet: it.opt()?,
        date: it.opt()?,
        url: it.opt()?,
        origin: it.opt()?,
        language: it.opt()?,
        supersedes: it.opt()?,
        embargo: it.opt()?,
        speakers: it.strings()?,
    })
}

fn put_span(out: &mut Put, (start, end): (u32, u32)) {
    out.var(u64::from(start));
    out.var(u64::from(end.saturating_sub(start)));
}

fn take_span(it: &mut Take<'_>) -> Option<(u32, u32)> {
    let start = it.n()?;
    Some((start, start.checked_add(it.n()?)?))
}

fn text_span(it: &mut Take<'_>) -> Option<TextSpan> {
    take_span(it).map(|(start, end)| TextSpan { start, end })
}

fn put_clues(out: &mut Put, clues: &Clues) {
    out.flag(clues.declared.is_some());
    if let Some(Declared { key, name, how, at }) = &clues.declared {
        out.str(key);
        out.str(name);
        out.byte(how_code(*how));
        out.flag(at.is_some());
        if let Some(at) = at {
            put_span(out, (at.start, at.end));
        }
    }
    out.flag(clues.sole.is_some());
    if let Some(Sole { surname, given, name, at, mostly }) = &clues.sole {
        for words in [surname, given, name] {
            out.str(words);
        }
        put_span(out, (at.start, at.end));
        out.flag(*mostly);
    }
    out.var(clues.quotes.len() as u64);
    for quote in &clues.quotes {
        out.long(*quote);
    }
}

fn take_clues(it: &mut Take<'_>) -> Option<Clues> {
    let declared = match it.flag()? {
        false => None,
        true => {
            let (key, name, how) = (it.string()?, it.string()?, how_of(it.byte()?)?);
            let at = if it.flag()? { Some(text_span(it)?) } else { None };
            Some(Declared { key, name, how, at })
        }
    };
    let sole = match it.flag()? {
        false => None,
        true => {
            let (surname, given, name) = (it.string()?, it.string()?, it.string()?);
            let at = text_span(it)?;
            Some(Sole { surname, given, name, at, mostly: it.flag()? })
        }
    };
    let n = it.many()?;
    let quotes = (0..n).map(|_| it.long()).collect::<Option<Vec<u64>>>()?;
    Some(Clues { declared, sole, quotes })
}

/// All that is kept of an opened source beside its head.
pub fn put_source(source: &Source) -> Vec<u8> {
    let text = &source.text;
    let mut out = Put(Vec::with_capacity(text.raw.len() * 2 + 256));
    out.byte(format_code(text.format));
    out.var(text.raw.len() as u64);
    out.var(text.paragraphs.len() as u64);
    let mut done = 0;
    let mut acknowledged: &[String] = &[];
    let no_links = Links::default();
    for (idx, (paragraph, n_sentences)) in text.paragraphs.iter().zip(source.n_sentences()).enumerate() {
        // NB: the text beside the prose, which is nearly the same, so that one is compressed by the other.
        let raw = TextSpan { start: done, end: paragraph.at.end.max(done) };
        out.str(raw.of(&text.raw));
        done = raw.end;
        put_span(&mut out, (paragraph.at.start, paragraph.at.end));
        out.byte(sort_code(paragraph.sort) | language_code(paragraph.language) << 4);
        out.flag(paragraph.continues);
        out.str(&paragraph.prose);
        put_map(&mut out, &paragraph.map);
        out.var(u64::from(n_sentences));
        let links = source.links.get(idx).unwrap_or(&no_links);
        put_links(&mut out, links, acknowledged);
        acknowledged = &links.acknowledged;
    }
    out.str(text.raw.get(done as usize..).unwrap_or(""));
    put_locators(&mut out, &text.locators);
    lz4_flex::compress_prepend_size(&out.0)
}

/// More than any source can take: a damaged size must not make room for gigabytes.
const MOST_BYTES: usize = 512 << 20;

pub fn take_source(rules: &Arc<Rules>, head: &Arc<Head>, bytes: &[u8]) -> Option<Source> {
    let (size, _) = lz4_flex::block::uncompressed_size(bytes).ok()?;
    if size > MOST_BYTES {
        return None;
    }
    let bytes = lz4_flex::decompress_size_prepended(bytes).ok()?;
    let it = &mut Take(&bytes);
    let format = format_of(it.byte()?)?;
    let mut raw = String::with_capacity((it.n()? as usize).min(bytes.len()));
    let n_paragraphs = it.many()?;
    let (mut paragraphs, mut links) = (Vec::with_capacity(n_paragraphs), Vec::with_capacity(n_paragraphs));
    let mut n_sentences = Vec::with_capacity(n_paragraphs);
    let mut acknowledged: Arc<[String]> = Arc::from([]);
    for _ in 0..n_paragraphs {
        raw.push_str(it.str()?);
        let at = text_span(it)?;
        let code = it.byte()?;
        let (sort, language) = (sort_of(code & 0xf)?, language_of(code >> 4)?);
        let continues = it.flag()?;
        let prose = it.string()?;
        let map = take_map(it)?;
        // The hash is for telling paragraphs of a draft apart.
        paragraphs.push(Paragraph { at, sort, language, prose, map, hash: 0, continues });
        n_sentences.push(it.n()?);
        links.push(take_links(it, &mut acknowledged)?);
    }
    raw.push_str(it.str()?);
    let locators = take_locators(it)?;
    let text = Text { raw, format, paragraphs, comments: Comments::default(), links: Vec::new(), locators };
    Some(Source::open(rules, Arc::clone(head), text, links, &n_sentences))
}

fn put_map(out: &mut Put, map: &Map) {
    out.var(map.runs().len() as u64);
    let (mut prose, mut text) = (0, 0);
    for run in map.runs() {
        // NB: mostly one run from the very beginning, so differences are small.
        out.var(u64::from(run.prose.wrapping_sub(prose)));
        out.var(u64::from(run.text.wrapping_sub(text)));
        out.var(u64::from(run.prose_len));
        out.var(u64::from(run.text_len));
        (prose, text) = (run.prose + run.prose_len, run.text + run.text_len);
    }
}

fn take_map(it: &mut Take<'_>) -> Option<Map> {
    let n = it.many()?;
    let (mut prose, mut text) = (0_u32, 0_u32);
    let mut runs = Vec::with_capacity(n);
    for _ in 0..n {
        let run = Run {
            prose: prose.wrapping_add(it.n()?),
            text: text.wrapping_add(it.n()?),
            prose_len: it.n()?,
            text_len: it.n()?,
        };
        (prose, text) = (run.prose.checked_add(run.prose_len)?, run.text.checked_add(run.text_len)?);
        runs.push(run);
    }
    Some(Map::of(runs))
}

fn put_links(out: &mut Put, links: &Links, before: &[String]) {
    let Links { speakers, continued, spoken_before, quote_heads, acknowledged } = links;
    let same = **acknowledged == *before;
    let bare = speakers.is_empty() && continued.is_none() && quote_heads.is_empty();
    out.byte(u8::from(bare) | u8::from(*spoken_before) << 1 | u8::from(same) << 2);
    if !same {
        out.strs(acknowledged.iter().map(String::as_str));
    }
    if bare {
        return;
    }
    out.opt(continued.as_deref());
    out.var(speakers.len() as u64);
    for (fact, speaker) in speakers {
        out.var(u64::from(*fact));
        put_speaker(out, speaker);
    }
    out.var(quote_heads.len() as u64);
    for (fact, words) in quote_heads {
        out.var(u64::from(*fact));
        out.str(words);
    }
}

fn take_links(it: &mut Take<'_>, acknowledged: &mut Arc<[String]>) -> Option<Links> {
    let flags = it.byte()?;
    if flags & 4 == 0 {
        *acknowledged = it.strings()?.into();
    }
    let mut links = Links { spoken_before: flags & 2 != 0, acknowledged: Arc::clone(acknowledged), ..Links::default() };
    if flags & 1 != 0 {
        return Some(links);
    }
    links.continued = it.opt()?;
    for _ in 0..it.many()? {
        links.speakers.push((it.n()?, take_speaker(it)?));
    }
    for _ in 0..it.many()? {
        links.quote_heads.push((it.n()?, it.string()?));
    }
    Some(links)
}

fn put_speaker(out: &mut Put, speaker: &Speaker) {
    let Speaker { kind, span, words, title, head, plural, rung } = speaker;
    out.byte(speaker_code(*kind));
    out.flag(span.is_some());
    if let Some(span) = span {
        put_span(out, (span.start, span.end));
    }
    for it in [words, title, head] {
        out.str(it);
    }
    out.flag(*plural);
    out.byte(*rung);
}

fn take_speaker(it: &mut Take<'_>) -> Option<Speaker> {
    let kind = speaker_of(it.byte()?)?;
    let span = match it.flag()? {
        true => take_span(it).map(|(start, end)| Some(Span { start, end }))?,
        false => None,
    };
    let (words, title, head) = (it.string()?, it.string()?, it.string()?);
    Some(Speaker { kind, span, words, title, head, plural: it.flag()?, rung: it.byte()? })
}

fn put_locators(out: &mut Put, locators: &Locators) {
    out.var(locators.all().len() as u64);
    let (mut at, mut last): (u32, Option<&str>) = (0, None);
    for (from, locator) in locators.all() {
        out.var(u64::from(from.wrapping_sub(at)));
        at = *from;
        let (code, number, words) = match locator {
            Locator::Page(n) => (0, *n, None),
            Locator::Slide(n) => (1, *n, None),
            Locator::Row { sheet, row } => (2, *row, sheet.as_deref()),
            Locator::Time(n) => (3, *n, None),
            Locator::Heading(words) => (4, 0, Some(&**words)),
            Locator::Unknown => (5, 0, None),
        };
        let same = words == last;
        out.byte(code | u8::from(same) << 4);
        out.var(u64::from(number));
        if !same {
            out.opt(words);
            last = words;
        }
    }
}

fn take_locators(it: &mut Take<'_>) -> Option<Locators> {
    let n = it.many()?;
    let (mut at, mut last): (u32, Option<Arc<str>>) = (0, None);
    let mut locators = Locators::default();
    for _ in 0..n {
        at = at.wrapping_add(it.n()?);
        let code = it.byte()?;
        let number = it.n()?;
        if code & 0x10 == 0 {
            last = it.opt()?.map(Arc::from);
        }
        locators.push(
            at,
            match code & 0xf {
                0 => Locator::Page(number),
                1 => Locator::Slide(number),
                2 => Locator::Row { sheet: last.clone(), row: number },
                3 => Locator::Time(number),
                4 => Locator::Heading(last.clone()?),
                5 => Locator::Unknown,
                _ => return None,
            },
        );
    }
    Some(locators)
}
