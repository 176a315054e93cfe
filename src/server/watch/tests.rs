//! Following files for real: what is made in a folder must be heard of, whatever became of the folder.

use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::*;

/// Does something again and again until it is heard to have happened at a path: nobody says when the following begins.
#[track_caller]
fn heard(events: &mut UnboundedReceiver<Event>, path: &Path, happens: impl Fn()) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let is_of = |event: &Event| matches!(event, Event::Files(paths) if paths.iter().any(|it| it == path));
    for _ in 0..40 {
        happens();
        let heard = async { while !events.recv().await.is_none_or(|it| is_of(&it)) {} };
        if runtime.block_on(async { tokio::time::timeout(Duration::from_millis(500), heard).await }).is_ok() {
            return;
        }
    }
    panic!("nothing was heard of {}", path.display());
}

#[test]
fn a_folder_that_was_removed_and_made_again_is_followed_on() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path().canonicalize().unwrap();
    let sources = root.join("sources");
    std::fs::create_dir(&sources).unwrap();
    let (inbox, mut events) = unbounded_channel();
    let inputs = start(inbox).unwrap();
    let follow =
        || inputs.send(Input::Follow(Followed { deep: [sources.clone()].into(), flat: [root.clone()].into() }));
    let write = |path: &Path| std::fs::write(path, "The kiln is cold.").unwrap();
    follow().unwrap();
    heard(&mut events, &sources.join("one.md"), || write(&sources.join("one.md")));
    std::fs::remove_dir_all(&sources).unwrap();
    std::fs::create_dir(&sources).unwrap();
    // The session says what to follow whenever something has happened.
    heard(&mut events, &root.join("two.md"), || write(&root.join("two.md")));
    follow().unwrap();
    heard(&mut events, &sources.join("three.md"), || write(&sources.join("three.md")));
}
