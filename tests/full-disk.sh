#!/bin/sh
# On a disk that really is full: what is found is the same, and every file of the writer's is as it was, or whole.
# Needs a mount of its own, which needs no root where user namespaces are allowed:
#   unshare -Urm sh tests/full-disk.sh target/debug/backread
set -eu
program=$(realpath "$1")
out=$(mktemp -d)
disk=$(mktemp -d)
mount -t tmpfs -o size=3m none "$disk"
trap 'cd /; umount "$disk"; rmdir "$disk"; rm -r "$out"' EXIT
cd "$disk"
export XDG_CACHE_HOME="$disk/cache" NO_COLOR=1

fail() { echo "FAILED: $*, with $left KB left" >&2; exit 1; }

# What is found, held against what was found with room.
check() {
    "$program" check draft.md --format concise > "$out/found" 2> "$out/said" || [ $? = 1 ] || fail "no findings"
    cmp "$out/found" "$out/wanted" || fail "other findings"
    [ "$(grep -c 'cache cannot be written' "$out/said")" -le 1 ] || fail "told twice"
    tried=$((tried + 1))
}

# Runs a job that writes a file: it is whole, or the one before, or there is none.
job() {
    file=$1
    shift
    for before in '' 'with one before'; do
        rm -f "$file"
        [ -z "$before" ] || { cp "$out/$file" "$file" 2> /dev/null && cmp -s "$out/$file" "$file"; } || { rm -f "$file"; continue; }
        if "$program" "$@" > /dev/null 2> "$out/said"; then status=0; else status=$?; fi
        if [ $status -lt 2 ] || [ -n "$before" ]; then
            cmp "$out/$file" "$file" || fail "$file is not whole"
        elif [ -e "$file" ]; then
            fail "half of $file"
        fi
        rm -f "$file"
        tried=$((tried + 1))
    done
}

jobs() {
    "$@" dossier.html report draft.md --date 2031-05-04 -o dossier.html
    "$@" findings.sarif check draft.md --format sarif -o findings.sarif
    "$@" backread.toml init
}

make() {
    file=$1
    shift
    "$program" "$@" > /dev/null 2>&1 || [ $? = 1 ]
    mv "$file" "$out/$file"
}

left=all tried=0
mkdir sources cache
printf 'The harbour at Ostermole moved 412,000 containers in 2031.\n' > sources/port.md
for ward in 1 2 3 4 5 6 7 8 9 10 11 12; do
    seq -f "The quay of ward $ward has %.0f crates of its own today, all of them of oak." 1000 1040 > "sources/$ward.txt"
done
# A picture, which nobody reads: with it the sources take so much room that what is read of them is kept.
truncate -s 2M sources/picture.png
for _ in $(seq 60); do echo 'The harbour at Ostermole moved 415,000 containers in 2031.'; done > draft.md
XDG_CACHE_HOME=/proc/nowhere "$program" check draft.md --format concise > "$out/wanted" 2> /dev/null || true
[ -s "$out/wanted" ]
jobs make

for left in 0 4 8 12 16 24 32 48 64 96 128; do
    rm -rf cache/*
    head -c $((($(df -k --output=avail . | tail -1) - left) * 1024)) /dev/zero > filler
    check
    check
    jobs job
    [ -z "$(find . -maxdepth 1 -name '.?*')" ] || fail "something is left"
    # With room again nothing that was begun is believed.
    rm filler
    check
done
echo "$tried runs on a full disk, nothing lost"
