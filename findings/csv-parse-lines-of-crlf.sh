#!/usr/bin/env bash
# csv-parse 7.0.3 (npm), Node 20 or newer.
#
# `info.lines` counts a line break within quotes once where it is LF and twice where it is CR LF. The same three records, of
# which the second has a line break in a quoted field, end on lines 1, 3 and 4 of their file:
#
#   LF:    1 3 4
#   CR LF: 1 4 5
#
# A line number in an error message about a file written by Windows points below the row at fault. Count the CR LF in the
# fields, and take them off again. Exits 0 while that is so, 1 once the output differs.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --ignore-scripts --no-audit --no-fund --loglevel=error csv-parse@7.0.3 >/dev/null
cat > lines.mjs <<'END'
import { parse } from 'csv-parse/sync';

for (const [name, end] of [['LF', '\n'], ['CR LF', '\r\n']]) {
  const text = ['sku,name', 'A,"two', 'lines"', 'B,one', ''].join(end);
  const records = parse(text, { info: true });
  console.log(`${name}:`.padEnd(7) + records.map(({ info }) => info.lines).join(' '));
}
END
seen=$(node lines.mjs)
expected='LF:    1 3 4
CR LF: 1 4 5'
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { printf 'It differs from what was seen:\n%s\n' "$expected" >&2; exit 1; }
