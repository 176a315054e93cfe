use super::{credit_line, credited, words};
use crate::rules::Rules;

fn keys(prose: &str) -> String {
    let rules = Rules::built_in();
    let words = words(prose);
    let found = credited(&rules.lexicon.origins, prose, &words);
    let found: Vec<String> = found.iter().map(|it| format!("{} “{}”", it.mention.key, it.at.of(prose))).collect();
    found.join("; ")
}

fn line(prose: &str) -> String {
    let rules = Rules::built_in();
    let words = words(prose);
    credit_line(&rules.lexicon.origins, prose, &words).map_or(String::new(), |it| it.mention.key)
}

#[test]
fn words_beside_an_outlet_make_it_an_origin() {
    for (prose, wanted) in [
        ("According to The Harn Courier, the lock will close.", "harn courier “According to The Harn Courier”"),
        ("The plan, reported by the Ledger with a map, is new.", "ledger “reported by the Ledger”"),
        (
            "It was confirmed by several people to *The Ostrow Times*.",
            "ostrow times “confirmed by several people to *The Ostrow Times”",
        ),
        ("She told the newspaper Norden that it would close.", "norden “told the newspaper Norden”"),
        ("The Harn Courier first reported the sale.", "harn courier “The Harn Courier first reported”"),
        ("On Monday Reuters reported that the sale was off.", "reuters “Reuters reported”"),
        ("The council, citing the Courier’s report, said nothing.", "courier “citing the Courier”"),
        ("The Courier’s report names three firms.", "courier “The Courier’s report”"),
        ("in an interview with Bellweather magazine, he said", "bellweather “in an interview with Bellweather”"),
        ("according to the German newspaper Norden, it", "norden “according to the German newspaper Norden”"),
        ("according to German newspaper Norden, it", "norden “according to German newspaper Norden”"),
        ("told the Harn Courier and Norden Radio", "harn courier “told the Harn Courier”; norden radio “Norden Radio”"),
        ("The Harn Courier on Monday reported it.", "harn courier “The Harn Courier on Monday reported”"),
        ("as told to NRK", "nrk “as told to NRK”"),
    ] {
        assert_eq!(keys(prose), wanted, "{prose}");
    }
}

#[test]
fn what_is_no_outlet_or_no_origin() {
    for prose in [
        "According to the ministry, the lock will close.",
        "According to Ada Holm, the lock will close.",
        "The Harn Courier said it would close its print works.",
        "He reads the Harn Courier every morning.",
        "According to the Environment Agency, 40 fish died.",
        "According to Royal Mail, post is late.",
        "He told Ap that it was late.",
        "They spoke. The Harn Courier is a paper.",
        "She spoke to a guardian.",
    ] {
        assert_eq!(keys(prose), "", "{prose}");
    }
}

#[test]
fn lines_of_credit() {
    for (prose, wanted) in [
        ("HARN, 3 March (Nordwire) — The lock will close.", "nordwire"),
        ("Harn (Reuters) - The lock will close.", "reuters"),
        ("(AP)", "associated press"),
        ("The lock will close in spring. (AFP)", "agence france presse"),
        ("This story was first published in the Ostrow Mirror.", "ostrow mirror"),
        ("Source: Reuters", "reuters"),
        ("© 2031 The Harn Courier", "harn courier"),
        ("(With inputs from PTI)", "press trust of india"),
        ("With agency inputs", "agencies"),
        ("Credit: Harn Courier", "harn courier"),
        ("The Harn Water Board (HWB) – which runs the pumps – met.", ""),
        ("Source: Ministry of Health", ""),
        ("Lusa", ""),
        ("From the harbour we sailed on.", ""),
        ("With the Courier gone, the town has no paper.", ""),
    ] {
        assert_eq!(line(prose), wanted, "{prose}");
    }
}
