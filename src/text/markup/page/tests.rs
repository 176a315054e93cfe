//! Saved pages: the article and nothing around it.

use expect_test::{Expect, expect};

use crate::text::markup::tests::sketch;
use crate::text::{Format, Text};

#[track_caller]
fn check(raw: &str, expect: Expect) {
    expect.assert_eq(&sketch(&Text::read(raw.to_string(), Format::Html)));
}

const PAGE: &str = r##"<!doctype html>
<html lang="en"><head><title>Kilns go cold | The Orsk Post</title>
<meta property="og:title" content="Kilns &amp; gas"><meta property="og:site_name" content="The Orsk Post">
<meta property="article:published_time" content="2031-05-02T08:00:00+02:00">
<link rel="canonical" href="https://example.org/kilns"><style>p { margin: 12px }</style></head>
<body class="has-sidebar newsletter">
<header><a href="/">The Orsk Post</a><nav><ul><li><a href="/news">News</a><li><a href="/sport">Sport</a></ul></nav></header>
<div class="cookie-banner"><p>We use 14 cookies to make the page better for all of our readers. Accept them all.</p></div>
<main><article>
<h1>Kilns go cold</h1><p class="byline">By Anna Vik</p>
<figure><img src="a.jpg" alt="A kiln"><figcaption>A kiln in&nbsp;Orsk.</figcaption></figure>
<p>The town has asked for gas since the spring,<br>and has had no answer from the ministry in all of that time, it&rsquo;s said.</p>
<div class="related"><h3>Related</h3><ul><li><a href="/x">Tiles sell for 900 crowns</a></ul></div>
<blockquote><p>We pay in May, and we pay all of it, as we said that we would.</p></blockquote>
<p>It burnt 12<sup><a href="#n1">3</a></sup> tonnes, <b>more</b> than <a href="/y">in any year</a> before.
<table><tr><th>Town<th>Kilns<tr><td><p>Orsk</p></td><td>12</td></tr></table>
<p><a href="/z">Also in the paper: the tiles of the south</a></p>
<p>Read more: tiles sell well</p>
<script>var x = "<p>300 jobs</p>";</script>
</article></main>
<aside><p>Ten more stories that you will want to read today, all of them on tiles.</p></aside>
<footer><p>Copyright 2031 The Orsk Post, 14 Mill Lane, Orsk. All rights reserved by us.</p></footer>
</body></html>"##;

#[test]
fn a_saved_page_is_its_article() {
    check(
        PAGE,
        expect![[r#"
            Heading: Kilns go cold
            Body: By Anna Vik
            Caption: A kiln in Orsk.
            Body: The town has asked for gas since the spring, and has had no answer from the ministry in all of that time, it’s said.
            Quotation: We pay in May, and we pay all of it, as we said that we would.
            Body: It burnt 12 tonnes, more than in any year before.
            TableRow: Town¦Kilns
            TableRow: Orsk ¦Kilns: 12
            Aside: Read more: tiles sell well
        "#]],
    );
}

#[test]
fn a_page_says_where_it_is_from() {
    let front = Text::read(PAGE.to_string(), Format::Html).comments.front;
    assert_eq!(front.title.as_deref(), Some("Kilns & gas"));
    assert_eq!(front.outlet.as_deref(), Some("The Orsk Post"));
    assert_eq!(front.date.as_deref(), Some("2031-05-02"));
    assert_eq!(front.url.as_deref(), Some("https://example.org/kilns"));
}

#[test]
fn a_bare_fragment_is_all_prose() {
    check(
        "<h2>Orsk</h2>It burns.<p>Two <i>kilns</i> &lt; three.<ul><li>gas<li>coal</ul>",
        expect![[r#"
        Heading: Orsk
        Body: It burns.
        Body: Two kilns < three.
        ListItem: gas
        ListItem: coal
    "#]],
    );
}

#[test]
fn a_class_alone_does_not_lose_the_page() {
    check(
        "<div class='page sidebar'><p>The kiln at Orsk burns brown coal, and has done so since the year in which it was \
         built.</p></div>",
        expect![[r#"
            Body: The kiln at Orsk burns brown coal, and has done so since the year in which it was built.
        "#]],
    );
}

#[test]
fn a_page_laid_out_as_a_table_keeps_its_paragraphs_apart() {
    let long = "The kiln at Orsk burns brown coal, and has done so since the year in which it was built. ".repeat(5);
    let text = Text::read(format!("<table><tr><td><p>{long}</p><p>{long}</p></td></tr></table>"), Format::Html);
    assert_eq!(text.paragraphs.len(), 2);
}

#[test]
fn two_breaks_part_paragraphs_and_raised_marks_are_no_figures() {
    check(
        "<p>It burns<br>coal.<br> <br>It made 12<sup>3</sup> km<sup>2</sup> of tiles.<sup>[4]</sup></p>",
        expect![[r#"
        Body: It burns coal.
        Body: It made 12 km2 of tiles.
    "#]],
    );
}
