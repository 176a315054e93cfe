//! Bytes that hold many small things: written front to back, read back in place, whether they lie in memory or are mapped
//! from a file.
//!
//! Numbers are little-endian, or varints where they are mostly small. Every read is checked: bytes that were damaged give
//! `None`, never a panic, so a reader passes over what it cannot have.

use std::ops::Range;

use memmap2::Mmap;

/// Bytes, wherever they lie.
#[derive(Debug)]
pub enum Bytes {
    Held(Vec<u8>),
    Mapped(Mmap),
}

impl Bytes {
    pub fn get(&self, range: Range<usize>) -> &[u8] {
        let all: &[u8] = match self {
            Bytes::Held(bytes) => bytes,
            Bytes::Mapped(bytes) => bytes,
        };
        all.get(range).unwrap_or_default()
    }

    pub fn len(&self) -> usize {
        match self {
            Bytes::Held(bytes) => bytes.len(),
            Bytes::Mapped(bytes) => bytes.len(),
        }
    }
}

/// Bytes being written.
#[derive(Debug, Default)]
pub struct Put(pub Vec<u8>);

impl Put {
    pub fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    pub fn flag(&mut self, flag: bool) {
        self.0.push(u8::from(flag));
    }

    pub fn var(&mut self, number: u64) {
        put_var(&mut self.0, number);
    }

    pub fn word(&mut self, number: u32) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    pub fn long(&mut self, number: u64) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    pub fn str(&mut self, words: &str) {
        self.bytes(words.as_bytes());
    }

    pub fn bytes(&mut self, bytes: &[u8]) {
        self.var(bytes.len() as u64);
        self.0.extend_from_slice(bytes);
    }

    pub fn opt(&mut self, words: Option<&str>) {
        self.flag(words.is_some());
        if let Some(words) = words {
            self.str(words);
        }
    }

    pub fn strs<'a>(&mut self, all: impl ExactSizeIterator<Item = &'a str>) {
        self.var(all.len() as u64);
        for it in all {
            self.str(it);
        }
    }
}

pub fn put_var(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Bytes being read.
#[derive(Clone, Copy, Debug)]
pub struct Take<'a>(pub &'a [u8]);

impl<'a> Take<'a> {
    pub fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    pub fn flag(&mut self) -> Option<bool> {
        self.byte().map(|it| it != 0)
    }

    pub fn var(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    /// A varint that counts or places something.
    pub fn n(&mut self) -> Option<u32> {
        u32::try_from(self.var()?).ok()
    }

    pub fn word(&mut self) -> Option<u32> {
        let (head, rest) = self.0.split_first_chunk::<4>()?;
        self.0 = rest;
        Some(u32::from_le_bytes(*head))
    }

    pub fn long(&mut self) -> Option<u64> {
        let (head, rest) = self.0.split_first_chunk::<8>()?;
        self.0 = rest;
        Some(u64::from_le_bytes(*head))
    }

    pub fn bytes(&mut self) -> Option<&'a [u8]> {
        let len = self.n()? as usize;
        let (head, rest) = (self.0.get(..len)?, self.0.get(len..)?);
        self.0 = rest;
        Some(head)
    }

    pub fn str(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.bytes()?).ok()
    }

    pub fn string(&mut self) -> Option<String> {
        self.str().map(str::to_string)
    }

    pub fn opt(&mut self) -> Option<Option<String>> {
        Some(if self.flag()? { Some(self.string()?) } else { None })
    }

    /// How many follow. Never more than there are bytes left, so that nobody makes room for what damage promises.
    pub fn many(&mut self) -> Option<usize> {
        let n = self.n()? as usize;
        (n <= self.0.len()).then_some(n)
    }

    pub fn strings(&mut self) -> Option<Vec<String>> {
        let n = self.many()?;
        (0..n).map(|_| self.string()).collect()
    }
}

/// Whole numbers of 32 bits in a row.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a>(pub &'a [u8]);

impl<'a> Words<'a> {
    pub fn len(self) -> usize {
        self.0.len() / 4
    }

    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    pub fn iter(self) -> impl Iterator<Item = u32> + 'a {
        self.0.as_chunks::<4>().0.iter().map(|it| u32::from_le_bytes(*it))
    }

    /// How many of sorted words are no greater than this one.
    pub fn up_to(self, word: u32) -> usize {
        self.partition_point(|it| it <= word)
    }

    pub fn get(self, idx: usize) -> Option<u32> {
        let at = idx.checked_mul(4)?;
        Some(u32::from_le_bytes(*self.0.get(at..)?.first_chunk()?))
    }

    /// Where `is_before` stops to hold, for words that are sorted by it.
    pub fn partition_point(self, is_before: impl Fn(u32) -> bool) -> usize {
        partition_point(self.len(), |idx| self.get(idx).is_some_and(&is_before))
    }

    pub fn position(self, word: u32) -> Option<usize> {
        let idx = self.partition_point(|it| it < word);
        (self.get(idx) == Some(word)).then_some(idx)
    }
}

/// The same for what is fetched by its number.
pub fn partition_point(len: usize, is_before: impl Fn(usize) -> bool) -> usize {
    let (mut lo, mut hi) = (0, len);
    while lo < hi {
        let mid = lo + (hi - lo) / 2;
        if is_before(mid) { lo = mid + 1 } else { hi = mid }
    }
    lo
}

/// Sections of bytes, one after another behind a table of where each ends.
#[derive(Debug, Default)]
pub struct Sections(Vec<Vec<u8>>);

impl Sections {
    pub fn add(&mut self, section: Vec<u8>) {
        self.0.push(section);
    }

    /// What goes into a file: head, sections.
    pub fn finish(self) -> Vec<u8> {
        let mut out = Put::default();
        out.word(self.0.len() as u32);
        let mut end = 4 + 8 * self.0.len() as u64;
        out.0.reserve(end as usize + self.0.iter().map(Vec::len).sum::<usize>());
        for section in &self.0 {
            end += section.len() as u64;
            out.long(end);
        }
        for section in self.0 {
            out.0.extend_from_slice(&section);
        }
        out.0
    }
}

/// Where the sections of some bytes are. Of damaged ones `None`.
pub fn sections(bytes: &Bytes) -> Option<Vec<Range<usize>>> {
    let mut head = Take(bytes.get(0..4));
    let n = head.word()? as usize;
    let mut start = n.checked_mul(8)?.checked_add(4)?;
    let mut table = Take(bytes.get(4..start));
    let mut found = Vec::with_capacity(n.min(64));
    for _ in 0..n {
        let end = usize::try_from(table.long()?).ok()?;
        if end < start || end > bytes.len() {
            return None;
        }
        found.push(start..end);
        start = end;
    }
    (start == bytes.len()).then_some(found)
}
