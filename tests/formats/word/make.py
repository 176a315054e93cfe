"""What no producer writes on demand: a Word draft with tracked changes, another's comment and runs that break anywhere."""

import zipfile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"

TYPES = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{WORD}.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="{WORD}.styles+xml"/><Override PartName="/word/footnotes.xml" ContentType="{WORD}.footnotes+xml"/><Override PartName="/word/comments.xml" ContentType="{WORD}.comments+xml"/></Types>"""

ROOT = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>"""

RELATIONS = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/styles" Target="styles.xml"/><Relationship Id="rId2" Type="{OFFICE}/footnotes" Target="footnotes.xml"/><Relationship Id="rId3" Type="{OFFICE}/comments" Target="comments.xml"/></Relationships>"""

STYLES = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:styles {W}><w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style><w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:basedOn w:val="Standard"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style></w:styles>"""

FOOTNOTES = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:footnotes {W}><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote><w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote><w:footnote w:id="2"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> The crane stood still for 15 days.</w:t></w:r></w:p></w:footnote></w:footnotes>"""

COMMENTS = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:comments {W}><w:comment w:id="0" w:author="Mira Holt" w:initials="MH"><w:p><w:r><w:t>Call her back.</w:t></w:r></w:p></w:comment></w:comments>"""

# The figure of the second paragraph stands in three runs, one of them a tracked insertion.
DOCUMENT = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document {W}><w:body><w:p><w:pPr><w:pStyle w:val="berschrift1"/></w:pPr><w:r><w:t>A quiet month on the quay 🚢</w:t></w:r></w:p><w:p><w:r w:rsidR="00A1"><w:t xml:space="preserve">The quay at Lower Sella took </w:t></w:r><w:del w:id="10" w:author="Mira Holt"><w:r><w:delText>4,312</w:delText></w:r></w:del><w:r><w:t>4,</w:t></w:r><w:ins w:id="11" w:author="Mira Holt"><w:r><w:rPr><w:b/></w:rPr><w:t>513</w:t></w:r></w:ins><w:r><w:rPr><w:i/></w:rPr><w:t xml:space="preserve"> crates</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="2"/></w:r><w:r><w:t xml:space="preserve"> in May 2031, the harbour office reports.</w:t></w:r></w:p><w:p><w:commentRangeStart w:id="0"/><w:r><w:t>Anna Vey, the harbour master, said: “We lost the crane, and with it the summer.”</w:t></w:r><w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r></w:p><w:p><w:r><w:t>The hoist was replaced at a cost of 61,400 crowns. Officials said the brake was tested.</w:t></w:r></w:p><w:sectPr/></w:body></w:document>"""

PARTS = {
    "[Content_Types].xml": TYPES,
    "_rels/.rels": ROOT,
    "word/document.xml": DOCUMENT,
    "word/_rels/document.xml.rels": RELATIONS,
    "word/styles.xml": STYLES,
    "word/footnotes.xml": FOOTNOTES,
    "word/comments.xml": COMMENTS,
}

with zipfile.ZipFile("../../cmd/word/story.docx", "w", zipfile.ZIP_DEFLATED) as package:
    for name, text in PARTS.items():
        package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
