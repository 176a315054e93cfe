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
# A page that unpacks to three gigabytes of nothing.
python3 - <<'PY'
import zlib
packer = zlib.compressobj(9)
once = b"".join(packer.compress(b" " * (1 << 24)) for _ in range(192)) + packer.flush()
twice = zlib.compress(once, 9)
head = b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n" \
    b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>\nendobj\n"
stream = b"4 0 obj\n<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n" % len(twice) + twice + b"\nendstream\nendobj\n"
open("bomb.pdf", "wb").write(head + stream + b"trailer <</Root 1 0 R>>\n%%EOF\n")
PY
