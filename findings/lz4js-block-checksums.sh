#!/usr/bin/env bash
# lz4js 0.2.0 (npm) on Node 20 or newer; the frames are made by lz4 4.4.5 (PyPI), which binds the reference library.
#
# A frame whose blocks have checksums (a flag of the frame's header) is decompressed to other bytes, without an error: the
# library skips the four bytes of a checksum before the block, where they stand behind it. Without block checksums
# the same text comes back whole:
#
#   text: 36361 bytes
#   frame without block checksums: 36361 bytes, equal: true
#   frame with block checksums: other bytes, equal: false
#
# The reference library reads both. Do not give lz4js a frame whose header has the bit 0x10 set in its fifth byte.
# Exits 0 while that is so, 1 once the output differs.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check lz4==4.4.5
npm install --silent --ignore-scripts --no-audit --no-fund lz4js@0.2.0
environment/bin/python - <<'END'
import lz4.frame

text = b"".join(b"record %d of an order, " % (n % 37) for n in range(1600))
open("text", "wb").write(text)
for name, checksums in (("without", False), ("with", True)):
    frame = lz4.frame.compress(text, block_linked=False, block_checksum=checksums, block_size=lz4.frame.BLOCKSIZE_MAX64KB)
    assert lz4.frame.decompress(frame) == text
    open(name, "wb").write(frame)
END
cat > read.cjs <<'END'
const { readFileSync } = require('node:fs');
const lz4 = require('lz4js');

const text = readFileSync('text');
console.log(`text: ${text.length} bytes`);
for (const name of ['without', 'with']) {
  const read = Buffer.from(lz4.decompress(readFileSync(name)));
  console.log(`frame ${name} block checksums: ${read.length === text.length ? read.length : 'other'} bytes, equal: ${read.equals(text)}`);
}
END
seen=$(node read.cjs)
expected='text: 36361 bytes
frame without block checksums: 36361 bytes, equal: true
frame with block checksums: other bytes, equal: false'
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { printf 'It differs from what was seen:\n%s\n' "$expected" >&2; exit 1; }
