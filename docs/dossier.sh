#!/usr/bin/env bash
# docs/dossier.sh [PROGRAM]: the README's picture of the dossier, docs/dossier.png, made anew from the bundled example by a
# headless Chromium ($CHROMIUM, or Debian's).
set -euo pipefail
cd "$(dirname "$0")/.."
program=$(realpath "${1:-${CARGO_TARGET_DIR:-target}/debug/backread}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$program" report tests/corpora/harbour/draft.md -o "$work/dossier.html"
# What a look is worth most at: the marked draft, below the page's head.
perl -0pi -e 's|<nav.*?</nav>||s; s|<section id="(summary\|questions)".*?</section>||gs' "$work/dossier.html"
options=(--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
    --disable-component-update --disable-sync --hide-scrollbars --user-data-dir="$work/user")
timeout 60 "${CHROMIUM:-chromium}" "${options[@]}" --window-size=1280,1000 --screenshot="$PWD/docs/dossier.png" \
    "file://$work/dossier.html" 2>"$work/log" || { cat "$work/log" >&2; exit 1; }
size=$(stat -c %s docs/dossier.png)
echo "docs/dossier.png: $size bytes"
[ "$size" -lt 300000 ]
