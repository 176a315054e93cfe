#!/bin/sh
# Opens a commented copy of the Word draft in LibreOffice: its text must be that of the draft, and all comments be there.
# Takes the binary as its argument; needs libreoffice-writer and unzip.
set -eu
here="$(cd "$(dirname "$0")" && pwd)"
backread="$(realpath "$1")"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cp -r "$here/../../cmd/word/." "$work"
cd "$work"
"$backread" check story.docx --comments checked.docx --format concise --fail-on never > findings.txt
for it in story checked; do
  soffice --headless --convert-to txt:Text --outdir "$work/out" "$it.docx" > /dev/null 2>&1
done
diff out/story.txt out/checked.txt
soffice --headless --convert-to odt --outdir "$work/out" checked.docx > /dev/null 2>&1
soffice --headless --convert-to pdf --outdir "$work/out" checked.docx > /dev/null 2>&1
test -s out/checked.pdf
n_findings="$(grep -c '(F-' findings.txt)"
unzip -p out/checked.odt content.xml | grep -o '<office:annotation [^>]*>.\{0,200\}' | grep -c 'backread' > n_comments.txt
test "$n_findings" -gt 0
test "$n_findings" = "$(cat n_comments.txt)"
unzip -p out/checked.odt content.xml | grep -q 'Call her back.'
echo "whole: $n_findings comments, and the text as it was"
