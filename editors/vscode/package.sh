#!/usr/bin/env bash
# editors/vscode/package.sh [TARGET PROGRAM]: packs the extension, with the program in it where one is given.
#
# TARGET is one of the marketplace's names (linux-x64, linux-arm64, alpine-x64, darwin-x64, darwin-arm64, win32-x64, ...), and
# PROGRAM the backread that was built for it. Without them a package comes of it that looks for the program on the PATH.
# IMAGES is the address (https) that the pictures of the README are published at; without it they are left out.
# Needs Node 22 and npm. Prints the package's name.
set -euo pipefail
cd "$(dirname "$0")"
case $# in
0) target= ;;
2) target=$1 program=$(cd "$OLDPWD" && realpath "$2") ;;
*)
    echo "usage: package.sh [TARGET PROGRAM]" >&2
    exit 2
    ;;
esac
version=$(node -p 'require("./package.json").version')
{
    [ -d node_modules ] || npm ci --no-audit --no-fund
    npm run check
    npm run build
} >&2

rm -rf server
trap 'rm -rf server' EXIT
options=(--no-dependencies --allow-missing-repository --readme-path dist/README.md)
# An installed extension's page shows pictures from the net alone, not even such as are written into it.
if [ -n "${IMAGES:-}" ]; then
    cp README.md dist/README.md
    options+=(--baseImagesUrl "$IMAGES")
else
    grep -v '^!\[' README.md >dist/README.md
    options+=(--no-rewrite-relative-links)
fi
name=backread.vsix
if [ -n "$target" ]; then
    mkdir server
    ending=
    case $target in win32-*) ending=.exe ;; esac
    install -m 755 "$program" "server/backread$ending"
    # What was learnt from others' work is part of the program.
    cat ../../src/read/syntax/weights.md ../../rules/lexicon/akin.md >server/NOTICE.md
    name=backread-$target-$version.vsix
    options+=(--target "$target")
fi
npx vsce package "${options[@]}" -o "$name" >&2
echo "$PWD/$name"
