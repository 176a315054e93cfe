//! Places in an order: "the third strike", "second-largest", "a record 2.6 million"; not "at first" or "in a second".

use super::{Quantity, Scan};

/// Whether an ordinal ranks something.
pub(super) fn is_rank(scan: &Scan<'_>, quantity: &Quantity) -> bool {
    let tokens = scan.tokens;
    let number = &quantity.number;
    let lexicon = scan.lexicon;
    if scan.is_alone(number.first, number.last) {
        return true;
    }
    let before = number.first.checked_sub(1).map_or("", |it| tokens.word(it));
    let next = tokens.word(number.last + 1);
    // "the first three months" ranks no month.
    let noun = tokens.is_word(number.last + 1)
        && !lexicon.numbers.cardinals.contains_key(next)
        && !lexicon.words.function_words.contains(next)
        && !lexicon.nouns.enders.contains(next)
        && !lexicon.nouns.verbs.contains(next);
    if is_superlative(scan, number.last) {
        // "the largest port", "Norland's largest", "largest in": somebody compared.
        return number.hi > 1.0
            || number.first != number.last
            || matches!(before, "the" | "its" | "their" | "his" | "her" | "our")
            || before.ends_with("'s")
            || tokens.mark(number.first.wrapping_sub(1)) == Some('’');
    }
    let adverb = lexicon.numbers.traps.first_after.contains(before) && !(before == "from" || before == "at");
    let lone = matches!(before, "at" | "per" | "each" | "every" | "split" | "one") || (before == "from" && !noun);
    !adverb && !lone && noun && !scan.is_glued_dash(number.last + 1)
}

/// "largest" in "second-largest"; "record" in "a record 2.6 million".
pub(super) fn superlative(scan: &Scan<'_>, quantity: &Quantity) -> Option<String> {
    if is_superlative(scan, quantity.number.last) {
        return Some(scan.tokens.word(quantity.number.last).to_string());
    }
    let found = (1..=3).find_map(|n| {
        let at = quantity.first.checked_sub(n)?;
        scan.lexicon.numbers.records.contains(scan.tokens.word(at)).then_some(at)
    })?;
    // "record" has to stand right before, "of" and "high of" apart: "the record shows 5" is something else.
    let between = (found + 1..quantity.first)
        .all(|it| matches!(scan.tokens.word(it), "of" | "high" | "low" | "-" | "some" | "about"));
    between.then(|| "record".to_string())
}

fn is_superlative(scan: &Scan<'_>, idx: usize) -> bool {
    scan.lexicon.numbers.superlatives.contains(scan.tokens.word(idx))
}
