use super::*;
use crate::text::Format;

#[test]
fn labels_are_names_and_roles() {
    for (prose, wanted) in [
        ("HOLM: We dug.", Some("HOLM")),
        ("Q: Where?", Some("Q")),
        ("Ottla Brandvik (mayor): In the rain.", Some("Ottla Brandvik (mayor)")),
        ("Speaker 2: No.", Some("Speaker 2")),
        ("What she said: nothing.", None),
        ("At 10:15 the pumps failed.", None),
        ("HOLM:", None),
    ] {
        assert_eq!(of(prose), wanted, "{prose}");
    }
}

#[test]
fn a_transcript_has_turns() {
    let is = |raw: &str| is_transcript(&Text::read(raw.to_string(), Format::Plain));
    assert!(is("Recorded in May.\n\nHOLM: We dug.\n\nVIK: Where?\n\nHOLM: Here.\n\nVIK: Why?"));
    assert!(!is("Date: 2 May\n\nPlace: Grain Hall\n\nSubject: The sluice\n\nThe sluice leaks."));
    assert!(!is("The sluice leaks.\n\nNote: It leaks at spring tide.\n\nHolm mended it.\n\nNote: In vain."));
}
