//! Texts that nobody writes: each shape `n` times over, for tests that count work and a bench that takes the time.

use std::fmt::Write;

pub struct Shape {
    pub name: &'static str,
    /// How a file of it is called.
    pub file: &'static str,
    /// The size that the bench takes as its largest.
    pub most: usize,
    pub make: fn(usize) -> String,
}

/// What one line repeats.
macro_rules! repeated {
    ($name:literal, $file:literal, $most:literal, $piece:literal) => {
        Shape { name: $name, file: $file, most: $most, make: |n| $piece.repeat(n) }
    };
}

pub const SHAPES: &[Shape] = &[
    repeated!("one word", "a.md", 1_000_000, "word "),
    repeated!("one word, no space", "a.txt", 1_250_000, "word"),
    repeated!("quotation marks", "a.md", 100_000, "\""),
    repeated!("quotation marks apart", "a.md", 100_000, "\" "),
    repeated!("opening marks", "a.txt", 100_000, "“a "),
    repeated!("marks in turn", "a.md", 100_000, "“a‘ ”b’ "),
    repeated!("one figure", "a.md", 50_000, "41 per cent "),
    Shape { name: "figures", file: "a.md", most: 50_000, make: figures },
    Shape { name: "figures in sentences", file: "a.md", most: 50_000, make: sentences },
    Shape { name: "figures in paragraphs", file: "a.md", most: 50_000, make: paragraphs },
    Shape { name: "a row of a table", file: "a.csv", most: 50_000, make: row },
    repeated!("one long line", "a.txt", 100_000, "The port moved its cranes to the outer quay in spring. "),
    repeated!("one long line of Markdown", "a.md", 100_000, "The port moved its cranes to the outer quay in spring. "),
    repeated!("block quotations in one another", "a.md", 10_000, "> "),
    repeated!("lists in one another", "a.md", 10_000, "- "),
    repeated!("brackets", "a.md", 100_000, "["),
    repeated!("links without end", "a.md", 100_000, "[a]("),
    repeated!("emphasis", "a.md", 100_000, "*a _b "),
    repeated!("stars", "a.md", 200_000, "**a*"),
    repeated!("ticks", "a.md", 100_000, "`` ` "),
    repeated!("footnotes", "a.md", 50_000, "[^1] "),
    repeated!("elements in one another", "a.html", 100_000, "<div><p>a"),
    repeated!("tables in one another", "a.html", 50_000, "<table><tr><td>a"),
    repeated!("attributes", "a.html", 100_000, "<a href=\"x"),
    repeated!("entities", "a.html", 200_000, "&amp;&#65"),
    repeated!("notes without end", "a.md", 100_000, "<!-- stet "),
    repeated!("stets", "a.md", 20_000, "It burns. <!-- stet altered-quote \"x\": own notes -->\n\n"),
    repeated!("front matter without end", "a.md", 100_000, "---\na: [\n"),
    repeated!("directions", "a.md", 100_000, "\u{202e}שלום 41 \u{202c}سلام word "),
    repeated!("marks above letters", "a.md", 500_000, "e\u{301}\u{301}"),
    repeated!("emoji", "a.md", 100_000, "👩\u{200d}🚒 said "),
    repeated!("speakers", "a.md", 50_000, "an official said that "),
    repeated!("names", "a.md", 50_000, "Mira Holt of Ostermole and "),
    Shape { name: "other names", file: "a.md", most: 50_000, make: names },
    repeated!("dates", "a.md", 50_000, "on Monday 3 May 2031, "),
    repeated!("quotations", "a.md", 20_000, "“We will not return to the old berth,” said Mira Holt.\n\n"),
    Shape { name: "other quotations", file: "a.md", most: 20_000, make: quotations },
    repeated!("full stops", "a.txt", 500_000, ". "),
    repeated!("line ends", "a.md", 1_000_000, "\n"),
    repeated!("returns", "a.txt", 1_000_000, "a\r"),
    repeated!("times", "a.srt", 50_000, "1\n00:00:01,000 --> 00:00:02,000\nHOLT: It burns.\n\n"),
    repeated!("arrows", "a.vtt", 100_000, "00:01 --> "),
    repeated!("arrays in one another", "a.json", 100_000, "["),
    repeated!("addresses", "a.txt", 100_000, "http://www.a@b."),
    repeated!("placeholders", "a.md", 50_000, "[CHECK TK "),
];

fn figures(n: usize) -> String {
    (0..n).fold(String::new(), |mut out, n| {
        let _ = write!(out, "{} crates ", 11 + n * 7);
        out
    })
}

fn sentences(n: usize) -> String {
    (0..n).fold(String::new(), |mut out, n| {
        let _ = write!(out, "The quay took {} crates. ", 11 + n * 7);
        out
    })
}

fn paragraphs(n: usize) -> String {
    (0..n).fold(String::new(), |mut out, n| {
        let _ = write!(out, "The quay took {} crates in May.\n\n", 11 + n * 7);
        out
    })
}

fn row(n: usize) -> String {
    let numbers = |from: usize| (0..n).map(|it| (it + from).to_string()).collect::<Vec<_>>().join(",");
    format!("{}\n{}\n", numbers(2), numbers(100))
}

/// Letters that stand for a number.
fn word(mut n: usize) -> String {
    let mut word = String::new();
    while word.len() < 5 {
        word.push(char::from(b'a' + (n % 26) as u8));
        n /= 26;
    }
    word
}

fn names(n: usize) -> String {
    (0..n).fold(String::new(), |mut out, n| {
        let _ = write!(out, "Mira H{} met Tova V{}. ", word(n), word(n * 31 + 7));
        out
    })
}

fn quotations(n: usize) -> String {
    (0..n).fold(String::new(), |mut out, n| {
        let _ = write!(out, "“We saw the {} berth and the {} lamp,” said Mira Holt.\n\n", word(n), word(n * 17 + 3));
        out
    })
}
