//! PDF.
use crate::text::format::pdf::read;

#[test]
fn dump() {
    for name in std::env::var("PDFS").unwrap().split(' ') {
        let bytes = std::fs::read(name).unwrap();
        let t = std::time::Instant::now();
        let document = read(name.rsplit('/').next().unwrap(), &bytes);
        let took = t.elapsed();
        match document {
            Ok(document) => {
                println!("=== {name} {:?} {took:?}", document.front.title);
                for (sort, span) in &document.blocks {
                    println!("{sort:?} {:?} | {}", document.locators.at(span.start).map(|it| it.to_string()), span.of(&document.raw));
                }
                println!("{:?}", document.locators);
            }
            Err(it) => println!("=== {name}: {it:?}"),
        }
    }
}
