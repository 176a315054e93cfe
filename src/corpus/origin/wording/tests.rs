//! What is settled after a change is what would be found from the start.

use proptest::prelude::*;

use super::*;

/// Texts made of a few stretches of wording, so that many of them share some.
fn wording(stretches: &[u8]) -> Wording {
    let mut words = Words::default();
    for stretch in stretches {
        for n in 0..24 {
            words.push(&format!("w{stretch}x{n}"));
        }
        words.stop();
    }
    words.finish()
}

/// By places.
struct Made(Vec<(Vec<u8>, u32)>);

impl Made {
    fn of<'a>(texts: impl Iterator<Item = &'a Vec<u8>>) -> Made {
        let parts = texts.map(|it| wording(it).into_parts());
        Made(parts.map(|(runs, limit)| (runs.iter().flat_map(|it| it.to_le_bytes()).collect(), limit)).collect())
    }

    fn kept(&self, text: u32) -> Kept<'_> {
        let (runs, limit) = &self.0[text as usize];
        Kept { runs: Runs(runs), limit: *limit }
    }
}

fn texts() -> impl Strategy<Value = Vec<Vec<u8>>> {
    // Of few kinds, so that more texts share a run than are compared; long ones are cut.
    let text = prop::collection::vec(0_u8..9, 1..14).prop_map(|mut it| {
        it.sort_unstable();
        it.dedup();
        it
    });
    prop::collection::vec(text, 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn after_a_change_as_from_the_start(all in texts(), marks in prop::collection::vec(0_u8..8, 40)) {
        // 0: went, 1: came, else was there and stayed.
        let mark = |idx: usize| marks[idx % marks.len()];
        let old: Vec<usize> = (0..all.len()).filter(|it| mark(*it) != 1).collect();
        let new: Vec<usize> = (0..all.len()).filter(|it| mark(*it) != 0).collect();
        let before = Made::of(old.iter().map(|it| &all[*it]));
        let after = Made::of(new.iter().map(|it| &all[*it]));
        let (n_before, n_after) = (old.len() as u32, new.len() as u32);
        let pairs = shared(n_before, &|it| before.kept(it));
        let place = |idx: usize| new.iter().position(|it| *it == old[idx]);
        let still: Vec<Pair> = pairs.iter().filter_map(|it| Some((place(it.0)?, place(it.1)?))).collect();
        let came = (0..n_after).filter(|it| mark(new[*it as usize]) == 1).collect();
        let behind = |idx: usize| (0..n_after).find(|it| new[*it as usize] > idx && mark(new[*it as usize]) != 1);
        let went = (0..n_before).filter(|it| mark(old[*it as usize]) == 0);
        let went = went.map(|it| (behind(old[it as usize]).unwrap_or(n_after), before.kept(it).runs)).collect();
        let since = Since { came, went };
        let found = shared_since(n_after, &|it| after.kept(it), &since, &still);
        prop_assert_eq!(found, Some(shared(n_after, &|it| after.kept(it))));
    }
}
