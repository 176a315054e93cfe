#!/bin/sh
# Makes the documents of this folder anew, from survey.md and slides.md with pandoc and LibreOffice (Debian: pandoc,
# libreoffice-writer, libreoffice-impress), and the rest by hand with make.py. Run it here; what it makes is kept.
set -eu
cd "$(dirname "$0")"
for to in docx odt epub; do
  pandoc survey.md -o "sources/survey.$to"
done
pandoc slides.md -o sources/slides.pptx
soffice --headless --convert-to odt:writer8 --outdir sources/office sources/survey.docx
soffice --headless --convert-to docx:"MS Word 2007 XML" --outdir sources/office sources/survey.odt
soffice --headless --convert-to odp --outdir sources/office sources/slides.pptx
python3 make.py
soffice --headless --convert-to odt:writer8 --outdir ../../cmd/word ../../cmd/word/story.docx
cp sources/survey.docx ../../cmd/word/sources/
