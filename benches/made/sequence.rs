//! A fixed sequence of numbers: the same on every machine.

/// A fixed sequence: the same text on every machine, without a crate for it.
pub struct Sequence(pub u64);

impl Sequence {
    pub fn next(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % below.max(1)
    }

    pub fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from.get(self.next(from.len() as u64) as usize).copied().unwrap_or("")
    }
}
