#!/bin/sh
# Makes the PDF files of the tests from the texts beside them: LibreOffice, Chromium and qpdf, as Debian has them.
#   apt-get install -y --no-install-recommends libreoffice-writer-nogui chromium qpdf fonts-liberation
set -eu
cd "$(dirname "$0")/pdf"
soffice --headless --convert-to pdf kiln.fodt >/dev/null
print() { chromium --headless --no-sandbox --disable-gpu --no-pdf-header-footer --print-to-pdf="$2" "$1" 2>/dev/null; }
print ferry.html ferry.pdf
# A picture of words: what a scanner hands over.
cat > scan.html <<'HTML'
<body><img width="300" src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='30' height='9'%3E%3Crect width='30' height='9' fill='teal'/%3E%3C/svg%3E" style="filter:blur(1px)"></body>
HTML
print scan.html scan.pdf
rm scan.html
qpdf --encrypt secret secret 256 -- ferry.pdf locked.pdf
# Opens without a password, and asks readers not to copy from it.
qpdf --encrypt "" owner 256 --extract=n -- ferry.pdf unlocked.pdf
