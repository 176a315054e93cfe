use std::io::Write;

use zip::write::{SimpleFileOptions, ZipWriter};

use super::*;

#[test]
fn a_workbook_that_breaks_off_inside_a_table_is_refused_and_does_not_hang() {
    let content = "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body>\
                   <office:spreadsheet><table:table table:name=\"a\"><table:table-row>";
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let files = [("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content)];
    for (name, words) in files {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(words.as_bytes()).unwrap();
    }
    let refused = read("a.ods", &writer.finish().unwrap().into_inner()).unwrap_err();
    assert_eq!(refused.cause, "not a workbook that can be read: it breaks off in the middle");
}
