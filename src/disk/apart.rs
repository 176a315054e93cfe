//! Documents that are read in a process of their own, since their reader may hang, die, or want all memory.
//!
//! The process is this program again, called with [`WORD`]; a program that is not backread (a test, a benchmark) makes do
//! with a thread. The file goes in through stdin, its name with it, since names of processes are anybody's to read; the
//! document comes out through stdout. Stdin then stays open: when it closes, the parent is gone, and the child goes too.
//! No word of a document stands in a log, a temporary file or a core dump.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::text::comment::FrontMatter;
use crate::text::format::{Document, LARGEST, Refused, pdf};
use crate::text::locator::{Locator, Locators};
use crate::text::{Sort, TextSpan};

/// The argument that makes this program a reader for another. No subcommand: nobody is to see it.
pub const WORD: &str = "__extract";

/// A report of 300 pages takes under a second; this leaves room for a book on a busy machine, and nobody waits longer.
const TIME: Duration = Duration::from_secs(20);

/// What a child may have: its largest file (20 MB) with all that can be unpacked from an honest one, several times over.
#[cfg(unix)]
const MEMORY: u64 = 1 << 30;

/// What a child may say: the largest text with its blocks, escaped.
const OUTPUT: u64 = 6 * LARGEST as u64;

const REMEDY: &str = "print it to a new PDF, or save its text beside it";

pub fn read(name: &str, bytes: &[u8]) -> Result<Document, Refused> {
    match program().and_then(|it| spawn(&it)) {
        Some(child) => ask(child, name, bytes, TIME),
        None => in_thread(name, bytes),
    }
}

/// This program, if it is backread.
fn program() -> Option<PathBuf> {
    let path = std::env::current_exe().ok()?;
    path.file_stem().is_some_and(|it| it == env!("CARGO_PKG_NAME")).then_some(path)
}

fn spawn(program: &PathBuf) -> Option<Child> {
    let mut command = Command::new(program);
    // NB: the allocator takes room for a gigabyte beforehand, which is all that a reader may have.
    command.env("MIMALLOC_ARENA_RESERVE", "64MiB");
    command.arg(WORD).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    command.spawn().ok()
}

fn ask(mut child: Child, name: &str, bytes: &[u8], time: Duration) -> Result<Document, Refused> {
    let (Some(mut stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(broke_down());
    };
    let (sender, answers) = mpsc::channel();
    let answer = std::thread::scope(|scope| {
        // NB: whoever closes stdin tells the child to go, so it is kept until the answer is there.
        let writer = scope.spawn(move || {
            let sent = frame(&mut stdin, name.as_bytes()).and_then(|()| frame(&mut stdin, bytes));
            sent.map(|()| stdin)
        });
        scope.spawn(move || {
            let mut answer = Vec::new();
            let read = stdout.take(OUTPUT + 1).read_to_end(&mut answer);
            // Nobody listens any more once the time is over.
            let _ = sender.send(read.map(|_| answer));
        });
        let answer = answers.recv_timeout(time);
        // Whatever came: it has said all that we listen to. One that has ended already is no fault.
        let _ = child.kill();
        let _ = child.wait();
        drop(writer.join());
        answer
    });
    match answer {
        Ok(Ok(answer)) if answer.len() as u64 > OUTPUT => Err(too_large()),
        Ok(Ok(answer)) => match serde_json::from_slice::<Answer>(&answer) {
            Ok(Answer::Document(record)) => record.document().ok_or_else(broke_down),
            Ok(Answer::Refused { cause, remedy }) => Err(Refused { cause, remedy }),
            Err(_) => Err(broke_down()),
        },
        Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => Err(broke_down()),
        Err(RecvTimeoutError::Timeout) => Err(took_too_long()),
    }
}

/// A thread that hangs cannot be ended: it is left behind, with its memory.
fn in_thread(name: &str, bytes: &[u8]) -> Result<Document, Refused> {
    let (sender, answers) = mpsc::channel();
    let (name, bytes) = (name.to_string(), bytes.to_vec());
    // NB: when it panics the sender is dropped, which tells us.
    let spawned = std::thread::Builder::new().spawn(move || {
        let answer = pdf::read(&name, &bytes);
        // Nobody listens any more once the time is over.
        let _ = sender.send(answer);
    });
    if spawned.is_err() {
        return Err(broke_down());
    }
    answers.recv_timeout(TIME).unwrap_or_else(|error| match error {
        RecvTimeoutError::Timeout => Err(took_too_long()),
        RecvTimeoutError::Disconnected => Err(broke_down()),
    })
}

fn broke_down() -> Refused {
    Refused::new("damaged, or too large to unpack: its reader broke down on it", REMEDY)
}

fn took_too_long() -> Refused {
    Refused::new("its reader did not come to an end within 20 seconds", REMEDY)
}

fn too_large() -> Refused {
    crate::text::format::Undecodable::TooLarge.into()
}

/// The other side: reads one document from stdin, and answers on stdout.
pub fn serve() -> std::io::Result<()> {
    limit();
    let mut stdin = std::io::stdin();
    let name = String::from_utf8_lossy(&unframe(&mut stdin)?).into_owned();
    let bytes = unframe(&mut stdin)?;
    // Whatever comes now is the end of the parent, or of our work.
    std::thread::Builder::new().spawn(move || {
        let mut nothing = [0];
        let _ = stdin.read(&mut nothing);
        std::process::exit(1);
    })?;
    let answer = match pdf::read(&name, &bytes) {
        Ok(document) => Answer::Document(Record::of(document)),
        Err(Refused { cause, remedy }) => Answer::Refused { cause, remedy },
    };
    let mut stdout = std::io::stdout().lock();
    serde_json::to_writer(&mut stdout, &answer)?;
    stdout.flush()
}

/// NB: a limit that cannot be set is no reason not to read; the time still has one.
#[cfg(unix)]
fn limit() {
    use rustix::process::{Resource, Rlimit, setrlimit};

    let at_most = |n| Rlimit { current: Some(n), maximum: Some(n) };
    let _ = setrlimit(Resource::As, at_most(MEMORY));
    let _ = setrlimit(Resource::Core, at_most(0));
    // Should the parent be stopped and never ask again.
    let _ = setrlimit(Resource::Cpu, at_most(2 * TIME.as_secs()));
}

#[cfg(not(unix))]
fn limit() {}

fn frame(out: &mut impl Write, bytes: &[u8]) -> std::io::Result<()> {
    out.write_all(&(bytes.len() as u64).to_le_bytes())?;
    out.write_all(bytes)?;
    out.flush()
}

fn unframe(stream: &mut impl Read) -> std::io::Result<Vec<u8>> {
    let mut len = [0; 8];
    stream.read_exact(&mut len)?;
    let len = u64::from_le_bytes(len);
    let mut bytes = Vec::new();
    stream.take(len).read_to_end(&mut bytes)?;
    match bytes.len() as u64 == len {
        true => Ok(bytes),
        false => Err(std::io::ErrorKind::UnexpectedEof.into()),
    }
}

#[derive(Serialize, Deserialize)]
enum Answer {
    Document(Record),
    Refused { cause: String, remedy: String },
}

/// A document on its way.
#[derive(Serialize, Deserialize)]
struct Record {
    raw: String,
    /// The place of the sort in [`SORTS`], start, end.
    blocks: Vec<(u8, u32, u32)>,
    locators: Vec<(u32, Place)>,
    title: Option<String>,
    date: Option<String>,
    language: Option<String>,
}

#[derive(Serialize, Deserialize)]
enum Place {
    Page(u32),
    Slide(u32),
    Row(Option<String>, u32),
    Time(u32),
    Heading(String),
    Unknown,
}

const SORTS: [Sort; 8] = [
    Sort::Body,
    Sort::Heading,
    Sort::Quotation,
    Sort::ListItem,
    Sort::Footnote,
    Sort::Caption,
    Sort::TableRow,
    Sort::Aside,
];

impl Record {
    fn of(document: Document) -> Record {
        // NB: only Word files are ever marked as ours.
        let Document { raw, blocks, locators, front, is_ours: _ } = document;
        let sort = |sort| SORTS.iter().position(|it| *it == sort).unwrap_or(0) as u8;
        let blocks = blocks.into_iter().map(|(it, span)| (sort(it), span.start, span.end)).collect();
        let place = |it: &Locator| match it {
            Locator::Page(n) => Place::Page(*n),
            Locator::Slide(n) => Place::Slide(*n),
            Locator::Row { sheet, row } => Place::Row(sheet.as_deref().map(str::to_string), *row),
            Locator::Time(at) => Place::Time(*at),
            Locator::Heading(words) => Place::Heading(words.to_string()),
            Locator::Unknown => Place::Unknown,
        };
        let locators = locators.all().iter().map(|(at, it)| (*at, place(it))).collect();
        let FrontMatter { title, date, language, .. } = front;
        Record { raw, blocks, locators, title, date, language }
    }

    /// `None` for what no reader of ours hands over.
    fn document(self) -> Option<Document> {
        let Record { raw, blocks, locators, title, date, language } = self;
        let mut document = Document { raw, ..Document::default() };
        let mut until = 0;
        for (sort, start, end) in blocks {
            document.raw.get(start as usize..end as usize).filter(|_| start >= until)?;
            until = end;
            document.blocks.push((*SORTS.get(usize::from(sort))?, TextSpan { start, end }));
        }
        let mut all = Locators::default();
        for (at, place) in locators {
            let place = match place {
                Place::Page(n) => Locator::Page(n),
                Place::Slide(n) => Locator::Slide(n),
                Place::Row(sheet, row) => Locator::Row { sheet: sheet.map(Arc::from), row },
                Place::Time(at) => Locator::Time(at),
                Place::Heading(words) => Locator::Heading(Arc::from(words)),
                Place::Unknown => Locator::Unknown,
            };
            all.push(at, place);
        }
        document.locators = all;
        document.front = FrontMatter { title, date, language, ..FrontMatter::default() };
        Some(document)
    }
}

#[cfg(test)]
mod tests;
