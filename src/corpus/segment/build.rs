//! Sources to the bytes of a segment: what each holds is read apart from the others, then put together in their order.

use std::sync::Arc;

use rayon::prelude::*;

use super::super::origin::clue;
use super::super::origin::wording::Wording;
use super::super::pack::{Bytes, Put, Sections};
use super::super::source::{Source, sentence_hashes};
use super::super::{SourceFile, directory, index, record, roster};
use super::Segment;
use crate::rules::Rules;
use crate::text::TextId;

/// A source with all that a segment keeps of it.
pub struct Prepared {
    source: Source,
    words: Vec<u8>,
    directory: directory::Gathered,
    roster: roster::Gathered,
    hashes: Vec<u32>,
    wording: Wording,
}

impl Prepared {
    /// A file, read.
    pub fn read(rules: &Arc<Rules>, file: SourceFile) -> Prepared {
        Prepared::of(Source::read(rules, TextId(0), file))
    }

    /// A source of another segment, read again.
    pub fn again(rules: &Arc<Rules>, source: &Source) -> Option<Prepared> {
        let words = record::put_source(source);
        record::take_source(rules, source.head(), &words).map(Prepared::of)
    }

    fn of(source: Source) -> Prepared {
        let (mut directory, mut roster) = (directory::Gathered::default(), roster::Gathered::default());
        directory.add(&source);
        roster.add(&source);
        Prepared {
            words: record::put_source(&source),
            directory,
            roster,
            hashes: sentence_hashes(&source.text, source.readings()),
            wording: clue::wording(&source.text, source.readings()),
            source,
        }
    }
}

/// A segment being put together.
pub struct Builder {
    rules: Arc<Rules>,
    n_sources: u32,
    heads: Put,
    words: Vec<u8>,
    ends: Put,
    firsts: Put,
    n_sentences: u32,
    postings: index::Gathered,
    directory: directory::Gathered,
    roster: roster::Gathered,
    hashes: Vec<(u32, u32)>,
    n_hashes: Put,
    runs: Put,
    kept: Put,
    /// Those of a small segment stay open.
    opened: Vec<Source>,
    weight: usize,
}

/// Sources stay open after they were read as long as they take no more memory than this.
const MOST_OPEN: usize = 32 << 20;

impl Builder {
    pub fn new(rules: &Arc<Rules>) -> Builder {
        Builder {
            rules: Arc::clone(rules),
            n_sources: 0,
            heads: Put::default(),
            words: Vec::new(),
            ends: Put::default(),
            firsts: Put::default(),
            n_sentences: 0,
            postings: index::Gathered::default(),
            directory: directory::Gathered::default(),
            roster: roster::Gathered::default(),
            hashes: Vec::new(),
            n_hashes: Put::default(),
            runs: Put::default(),
            kept: Put::default(),
            opened: Vec::new(),
            weight: 0,
        }
    }

    pub fn n_sources(&self) -> u32 {
        self.n_sources
    }

    pub fn add(&mut self, it: Prepared) {
        let Prepared { source, words, directory, roster, hashes, wording } = it;
        let (idx, first) = (self.n_sources, self.n_sentences);
        record::put_head(&mut self.heads, &source);
        self.words.extend_from_slice(&words);
        self.ends.long(self.words.len() as u64);
        self.firsts.word(first);
        for (paragraph, reading) in source.text.paragraphs.iter().zip(source.readings()) {
            self.postings.add(self.n_sentences, reading, &paragraph.prose);
            self.n_sentences += reading.sentences.len() as u32;
        }
        self.directory.append(directory, first);
        self.roster.append(roster, first);
        self.n_hashes.word(hashes.len() as u32);
        self.hashes.extend(hashes.into_iter().map(|it| (it, idx)));
        let (runs, limit) = wording.into_parts();
        runs.iter().for_each(|it| self.runs.word(*it));
        self.kept.word(limit);
        self.kept.word(self.runs.0.len() as u32 / 4);
        self.n_sources += 1;
        self.weight += source.weight();
        if self.weight <= MOST_OPEN {
            self.opened.push(source);
        } else {
            self.opened.clear();
        }
    }

    fn finish(mut self) -> (Vec<u8>, Vec<Source>) {
        let mut sections = Sections::default();
        let mut heads = Put::default();
        heads.var(u64::from(self.n_sources));
        heads.0.extend_from_slice(&self.heads.0);
        self.firsts.word(self.n_sentences);
        for section in [heads.0, self.words, self.ends.0, self.firsts.0] {
            sections.add(section);
        }
        self.postings.finish(&mut sections);
        self.directory.finish(&mut sections);
        self.roster.finish(&mut sections);
        self.hashes.par_sort_unstable();
        let mut hashes = Put::default();
        for (hash, source) in self.hashes {
            hashes.word(hash);
            hashes.word(source);
        }
        for section in [hashes.0, self.n_hashes.0, self.runs.0, self.kept.0] {
            sections.add(section);
        }
        (sections.finish(), self.opened)
    }

    /// Puts it where `keep` says, which gives the bytes back with the name of their file. Its sources are numbered from
    /// `first` on.
    pub fn segment(self, first: u32, keep: impl FnOnce(Vec<u8>) -> (Bytes, Option<Arc<str>>)) -> Option<Segment> {
        let rules = Arc::clone(&self.rules);
        let (bytes, opened) = self.finish();
        let (bytes, file) = keep(bytes);
        let mut segment = Segment::of(&rules, bytes, first)?;
        segment.file = file;
        if opened.len() == segment.heads.len() {
            segment.keep(opened);
        }
        Some(segment)
    }
}
