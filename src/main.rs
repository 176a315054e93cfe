//! Which face to start, and the exit status.

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.first().map(String::as_str) {
        Some("lsp") => match backread::server::run() {
            Ok(status) => ExitCode::from(status),
            Err(_) => ExitCode::from(2),
        },
        Some(_) | None => ExitCode::from(2),
    }
}
