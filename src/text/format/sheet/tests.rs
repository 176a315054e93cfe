use super::*;
use crate::text::format::docx::tests::zipped;

#[test]
fn a_workbook_that_breaks_off_inside_a_table_is_refused_and_does_not_hang() {
    let content = "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body>\
                   <office:spreadsheet><table:table table:name=\"a\"><table:table-row>";
    let files = [("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content)];
    let refused = read("a.ods", &zipped(&files)).unwrap_err();
    assert_eq!(refused.cause, "not a workbook that can be read: it breaks off in the middle");
}
