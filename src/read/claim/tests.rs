use expect_test::{Expect, expect};

use crate::fact::{Clauses, Role};
use crate::rules::Rules;

#[track_caller]
fn check(prose: &str, expect: Expect) {
    let rules = Rules::built_in();
    expect.assert_eq(&shown(&super::clauses(&rules, prose)));
}

/// A claim a line: what it says, who takes part, how it is meant.
fn shown(clauses: &Clauses) -> String {
    let word = |idx: u32| clauses.word(idx as usize).map_or("", |it| it.folded.as_str()).to_string();
    let mut lines = String::new();
    for claim in &clauses.claims {
        let mut line = claim.lemma.clone();
        for slot in &claim.slots {
            let role = match slot.role {
                Role::Actor => "actor".to_string(),
                Role::Undergoer => "object".to_string(),
                Role::Oblique => slot.preposition.map_or("beside".to_string(), word),
            };
            line.push_str(&format!(" {role}={}", word(slot.head)));
            if let Some((amount, _)) = slot.amount {
                line.push_str(&format!("/{amount:?}"));
            }
        }
        if claim.negative {
            line.push_str(" NOT");
        }
        line.push_str(&format!(" {:?} {:?} {:?}", claim.tense, claim.firmness, claim.standing));
        if let Some(holder) = claim.holder {
            line.push_str(&format!("({})", word(holder)));
        }
        if let Some((first, last)) = claim.condition {
            line.push_str(&format!(" if={}..{}", word(first), word(last)));
        }
        lines.push_str(&line);
        lines.push('\n');
    }
    lines
}

#[test]
fn polarity() {
    check(
        "The lab did not rule out a leak.",
        expect![[r#"
        rule out actor=lab object=leak NOT Past Fact Asserted
    "#]],
    );
    check(
        "No member voted against the plan.",
        expect![[r#"
        vote actor=member/None against=plan NOT Past Fact Asserted
    "#]],
    );
    check(
        "The mayor failed to appear.",
        expect![[r#"
            fail actor=mayor Past Fact Asserted
            appear actor=mayor NOT Present Fact Asserted
        "#]],
    );
    check(
        "It is not impossible that the dam will hold.",
        expect![[r#"
            impossible actor=it NOT Present Fact Asserted
            hold actor=dam Future Possible Asserted
        "#]],
    );
    check(
        "The dam cannot hold.",
        expect![[r#"
        hold actor=dam NOT Present Fact Asserted
    "#]],
    );
}

#[test]
fn who_did_what() {
    check(
        "Guards were fired on by smugglers.",
        expect![[r#"
            fire object=guards actor=smugglers Past Fact Asserted
        "#]],
    );
    check(
        "Harbour Bank sued Delta Shipping.",
        expect![[r#"
            sue actor=bank object=shipping Past Fact Asserted
        "#]],
    );
    check(
        "The pact was signed by both ministers on Monday.",
        expect![[r#"
        sign object=pact actor=ministers/All Past Fact Asserted
    "#]],
    );
}

#[test]
fn how_it_is_meant() {
    check(
        "The regulator may fine the firm.",
        expect![[r#"
        fine actor=regulator object=firm Present Possible Asserted
    "#]],
    );
    check(
        "She promised to publish the accounts.",
        expect![[r#"
        promise actor=she Past Fact Asserted
        publish object=accounts actor=she Present Planned Asserted
    "#]],
    );
    check(
        "Prosecutors allege the firm hid the leak.",
        expect![[r#"
            allege actor=prosecutors object=firm Present Fact Asserted
            hide object=leak actor=firm Past Fact Alleged(prosecutors)
        "#]],
    );
    check(
        "The filter is safe, the company says.",
        expect![[r#"
        safe actor=filter Present Fact Said(company)
        say actor=company Present Fact Asserted
    "#]],
    );
    check(
        "If the war ends, allies would send troops.",
        expect![[r#"
        end actor=war Present Fact Supposed
        send actor=allies object=troops Future Planned Asserted if=if..ends
    "#]],
    );
    check(
        "Some of the clinics ran short of blood.",
        expect![[r#"
            run actor=clinics/Some Past Fact Asserted
        "#]],
    );
    check(
        "Papers are to be announced in coming weeks.",
        expect![[r#"
        announce object=papers Present Planned Asserted
        come beside=weeks actor=papers Present Fact Asserted
    "#]],
    );
    check(
        "Several EU states objected.",
        expect![[r#"
            object actor=states/Some Past Fact Asserted
        "#]],
    );
    check(
        "14 of the 20 pumps failed.",
        expect![[r#"
            fail actor=14/Some Past Fact Asserted
        "#]],
    );
    check(
        "Pact announced",
        expect![[r#"
            announce object=pact Past Fact Asserted
        "#]],
    );
    check(
        "The spill reached the northern shore.",
        expect![[r#"
        reach actor=spill object=shore Past Fact Asserted
    "#]],
    );
    check(
        "The licence expired two years ago.",
        expect![[r#"
        expir actor=licence Past Fact Asserted
    "#]],
    );
}

#[test]
fn a_participle_with_an_object_is_the_verb() {
    check(
        "The authority ruled out a delay.",
        expect![[r#"
        rule out actor=authority object=delay Past Fact Asserted
    "#]],
    );
    check(
        "A pact announced on Monday.",
        expect![[r#"
        announce on=monday object=pact Past Fact Asserted
    "#]],
    );
    check(
        "The archivist quit a week after the theft.",
        expect![[r#"
        quit actor=archivist beside=week after=theft Past Fact Asserted
    "#]],
    );
}
