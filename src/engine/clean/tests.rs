//! Texts before and after.

use super::clean;
use crate::text::Format;

#[track_caller]
fn check(before: &str, after: &str) {
    assert_eq!(clean(before.to_string(), Format::Markdown), after);
    assert_eq!(clean(after.to_string(), Format::Markdown), after, "clean text is left as it is");
}

#[test]
fn a_stet_goes_with_its_line_and_a_comment_of_the_writers_stays() {
    check(
        "It rained 🚢.\n\n<!-- stet unsupported-figure \"12\": own count -->\nThey saw 12 gulls. <!-- ask Mira -->\n",
        "It rained 🚢.\n\nThey saw 12 gulls. <!-- ask Mira -->\n",
    );
}

#[test]
fn a_stet_at_the_end_of_a_line_goes_with_the_space_before_it() {
    check(
        "They saw 12 gulls. [stet unsupported-figure \"12\": own count]\nIt rained.\n",
        "They saw 12 gulls.\nIt rained.\n",
    );
}

#[test]
fn a_checked_spelling_loses_its_mark_and_a_link_of_that_name_does_not() {
    check(
        "Edda Raske [CQ] spoke, and Orrin <!-- CQ --> did; see [CQ](log.md).\n",
        "Edda Raske spoke, and Orrin did; see [CQ](log.md).\n",
    );
}

#[test]
fn a_stet_without_a_reason_goes_too() {
    check("They saw 12 gulls. [stet unsupported-figure]\n", "They saw 12 gulls.\n");
}

#[test]
fn front_matter_loses_its_stets_alone() {
    check(
        "---\ntitle: Rain\nstet:\n- 'unsupported-figure \"12\": own count'\n- 'bare-attribution: agreed'\ndate: 2024-05-01\n---\n\nText.\n",
        "---\ntitle: Rain\ndate: 2024-05-01\n---\n\nText.\n",
    );
    check(
        "+++\ntitle = \"Rain\"\nstet = [\n  'bare-attribution: agreed',\n]\ndate = 2024-05-01\n+++\n\nText.\n",
        "+++\ntitle = \"Rain\"\ndate = 2024-05-01\n+++\n\nText.\n",
    );
}

#[test]
fn front_matter_that_holds_nothing_else_goes_whole() {
    check("---\nstet: 'bare-attribution: agreed'\n---\n\nText.\n", "Text.\n");
}
