#!/usr/bin/env bash
# @asyncapi/parser 3.6.6 (npm), Node 20 or newer.
#
# The parser validates the examples of a message against its payload schema in a document of AsyncAPI 2.6, and does not in
# one of AsyncAPI 3.0. The same message with the same example, whose "id" is a number where the schema asks for a string:
#
#   2.6.0: asyncapi2-message-examples: "id" property type must be string
#   3.0.0: no error
#
# A document that moves from 2.6 to 3.0 loses this check without a notice. Validate examples of 3.0 by other means.
# Exits 0 while that is so, 1 once the output differs.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --ignore-scripts --no-audit --no-fund --loglevel=error @asyncapi/parser@3.6.6 >/dev/null
cat > examples.mjs <<'END'
import { Parser } from '@asyncapi/parser';

const message = {
  payload: { type: 'object', required: ['id'], properties: { id: { type: 'string' } } },
  examples: [{ payload: { id: 7 } }],
};
const info = { title: 'orders', version: '1' };
const documents = [
  { asyncapi: '2.6.0', info, channels: { orders: { publish: { message } } } },
  {
    asyncapi: '3.0.0',
    info,
    channels: { orders: { address: 'orders', messages: { placed: message } } },
    operations: {
      announce: {
        action: 'send',
        channel: { $ref: '#/channels/orders' },
        messages: [{ $ref: '#/channels/orders/messages/placed' }],
      },
    },
  },
];
const error = 0;
for (const document of documents) {
  const found = await new Parser().validate(JSON.stringify(document));
  const errors = found.filter(({ severity }) => severity === error).map(({ code, message: text }) => `${code}: ${text}`);
  console.log(`${document.asyncapi}: ${errors.join(', ') || 'no error'}`);
}
END
seen=$(node examples.mjs)
expected='2.6.0: asyncapi2-message-examples: "id" property type must be string
3.0.0: no error'
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { printf 'It differs from what was seen:\n%s\n' "$expected" >&2; exit 1; }
