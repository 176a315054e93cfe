//! Who is heard first.

use super::*;

/// Hits by score, of sources with the leader of each; what is left after four places are given.
fn heard(hits: &[(f32, u32, Option<u32>)]) -> Vec<u32> {
    let mut found: Vec<(usize, Hit)> =
        hits.iter().enumerate().map(|(n, it)| (0, Hit { sentence: n as u32, score: it.0 })).collect();
    put_behind(&mut found, 4, |(_, hit)| {
        let (_, source, leader) = hits[hit.sentence as usize];
        leader.map(|it| (it, source))
    });
    found.into_iter().map(|it| it.1.sentence).collect()
}

#[test]
fn who_says_something_else_comes_before_who_says_it_again() {
    let copy = |score, source| (score, source, Some(1));
    // Four copies and two others.
    assert_eq!(
        heard(&[copy(9.0, 1), copy(9.0, 2), copy(8.8, 3), copy(8.7, 4), (6.0, 7, None), (5.0, 8, None)]),
        [0, 1, 4, 5]
    );
    // Nobody else: then again.
    assert_eq!(heard(&[copy(9.0, 1), copy(9.0, 2), copy(9.0, 3), copy(9.0, 4), copy(9.0, 5)]), [0, 1, 2, 3]);
    // Another sentence of the same copy, and one of another copy that fits much less, are no repeats.
    assert_eq!(heard(&[copy(9.0, 1), copy(9.0, 2), copy(8.9, 1), copy(5.0, 2), (4.0, 7, None)]), [0, 2, 3, 4]);
    // Who hardly speaks to it displaces nobody.
    assert_eq!(heard(&[copy(9.0, 1), copy(9.0, 2), copy(9.0, 3), copy(9.0, 4), (2.0, 7, None)]), [0, 1, 2, 3]);
}

#[test]
fn a_leader_is_the_first_that_the_wording_is_shared_with() {
    let mut found: Vec<(usize, usize)> = leaders(&[(3, 2), (3, 5), (5, 3), (9, 5)]).into_iter().collect();
    found.sort_unstable();
    assert_eq!(found, [(2, 2), (3, 2), (5, 3), (9, 5)]);
}
