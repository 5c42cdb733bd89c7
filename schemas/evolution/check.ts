/** Refuses an edit of an event schema, or of the HTTP API, that is incompatible with a published version. */
import { parseArgs } from 'node:util';
import { readChecksums } from './checksums.ts';
import { acceptHint, breachLine, reviewHttp, unfinishedHttp } from './http/review.ts';
import { breaches, tampered, unfinished } from './review.ts';
import { versionedEvents } from './versions.ts';

const help = `Compares every event schema with all its earlier versions (FULL_TRANSITIVE): what was ever written must be read by
today's readers, and what is written today must be read by those of any version. A reader takes fields that it does
not know; a writer writes none that its schema does not declare.

Compares the HTTP API with all its published documents (schemas/versions/http): what their clients send is taken, and what they
read is answered. Breaks that were accepted with a reason are in schemas/evolution/http/accepted-breaks.json.

Usage: npm run schemas:check [-- --published]

  --published  a compatible change must be a version already; that of an event with its step in schemas/upcasters.ts

Exit code 0 when all is compatible, with a line for what is still to be done; 1, with a line for each fault, when not.
`;

const { values: options } = parseArgs({
  options: { help: { type: 'boolean', default: false }, published: { type: 'boolean', default: false } },
});
if (options.help) {
  process.stdout.write(help);
} else {
  const events = versionedEvents();
  const http = reviewHttp();
  const owned = [...events.flatMap(({ frozen }) => frozen), ...http.published].map(({ path }) => path);
  const faults = [...tampered(owned, readChecksums()), ...events.flatMap(breaches), ...http.breaches.map(breachLine)];
  const todo = [...events.flatMap(unfinished), ...unfinishedHttp(http)];
  for (const line of [...faults, ...todo]) process.stderr.write(`schemas/${line}\n`);
  if (http.breaches.length > 0) process.stderr.write(`${acceptHint}\n`);
  process.exitCode = faults.length > 0 || (options.published && todo.length > 0) ? 1 : 0;
}
