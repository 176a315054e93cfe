//! What is shown while sources are read.

use tokio::sync::mpsc::unbounded_channel;

use super::*;

/// What is shown while ten sources are read.
fn steps(soon: Duration) -> Vec<Progress> {
    let folder = tempfile::tempdir().unwrap();
    for n in 0..10 {
        std::fs::write(folder.path().join(format!("{n}.md")), "The kiln at Ostermole is cold.\n").unwrap();
    }
    let overrides = Overrides { sources: vec![".".to_string()], working: folder.path().into(), ..Overrides::default() };
    let desk = Desk::configure(folder.path(), &overrides).unwrap();
    let (sender, mut steps) = unbounded_channel();
    let shown = (NumberOrString::Number(1), sender);
    let read = read_sources(desk.loader(), &Corpus::empty(), &[], Some(&shown), soon);
    assert_eq!(read.map(|(corpus, _)| corpus.n_sources()), Some(10));
    let step = |it: Outgoing| match it {
        Outgoing::Progress { step, .. } => step,
        other => panic!("{other:?}"),
    };
    std::iter::from_fn(|| steps.try_recv().ok()).map(step).collect()
}

#[test]
fn reading_that_takes_long_is_shown_from_its_first_step_to_its_end() {
    let steps = steps(Duration::ZERO);
    assert!(matches!(steps.first(), Some(Progress::Report { .. })), "{steps:?}");
    assert_eq!(steps.last(), Some(&Progress::End));
    assert!(steps.len() <= 11, "one a twentieth at most: {steps:?}");
}

#[test]
fn reading_that_is_over_soon_is_not_shown() {
    assert_eq!(steps(Duration::from_secs(3600)), []);
}
