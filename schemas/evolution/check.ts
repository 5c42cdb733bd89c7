/** Refuses an edit of an event schema that a version of it cannot live with. */
import { parseArgs } from 'node:util';
import { readChecksums } from './checksums.ts';
import { breaches, tampered, unfinished } from './review.ts';
import { versionedEvents } from './versions.ts';

const help = `Compares every event schema with all its earlier versions (FULL_TRANSITIVE): what was ever written must be read by
today's readers, and what is written today must be read by those of any version. A reader takes fields that it does
not know; a writer writes none that its schema does not declare.

Usage: npm run schemas:check [-- --published]

  --published  a compatible change must be a version already, with its step in schemas/upcasters.ts

Exit code 0 when all is compatible, with a line for what is still to be done; 1, with a line for each fault, when not.
`;

const { values: options } = parseArgs({
  options: { help: { type: 'boolean', default: false }, published: { type: 'boolean', default: false } },
});
if (options.help) {
  process.stdout.write(help);
} else {
  const events = versionedEvents();
  const faults = [...tampered(events, readChecksums()), ...events.flatMap(breaches)];
  const todo = events.flatMap(unfinished);
  for (const line of [...faults, ...todo]) process.stderr.write(`schemas/${line}\n`);
  process.exitCode = faults.length > 0 || (options.published && todo.length > 0) ? 1 : 0;
}
