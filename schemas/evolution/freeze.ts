/** Keeps every event schema that is new, or demands something else than its newest version, as the next version. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { schemasFolder } from '../contracts.ts';
import { schemaUri } from '../metadata.ts';
import { checksumOf, readChecksums } from './checksums.ts';
import { breaches, isUnfrozen } from './review.ts';
import { type VersionedEvent, versionedEvents, versionsFolder } from './versions.ts';

const help = `Keeps every event schema that changed as the next version, in schemas/versions/, and its example as a record of that
version, in schemas/examples/versions/. Refuses an edit that an earlier version cannot live with.

Usage: npm run schemas:freeze

Then: a step for each in schemas/upcasters.ts, and \`npm run generate\`.
`;

const write = (path: string, text: string): void => {
  const file = fileURLToPath(new URL(path, schemasFolder));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
};

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const example = (path: string, version: number): unknown => {
  const event = JSON.parse(readFileSync(new URL(`examples/${path}`, schemasFolder), 'utf8'));
  return { ...event, metadata: { ...event.metadata, schema_version: version } };
};

/** The files of the event's next version. */
const nextVersion = ({ topic, type, path, current, frozen }: VersionedEvent): ReadonlyMap<string, string> => {
  const version = frozen.length + 1;
  const file = `${versionsFolder({ path })}/${version}.json`;
  const { $schema, ...rest } = current;
  const recorded = example(path, version);
  return new Map([
    [file, json({ $schema, $id: schemaUri(topic, type, version), ...rest })],
    [`examples/${file}`, json(recorded)],
    [`examples/${path}`, json(recorded)],
  ]);
};

const freeze = (events: readonly VersionedEvent[]): void => {
  const files = new Map(events.flatMap((event) => [...nextVersion(event)]));
  for (const [path, text] of files) write(path, text);
  const versions = [...files].filter(([path]) => path.startsWith('versions/'));
  const sums = { ...readChecksums(), ...Object.fromEntries(versions.map(([path, text]) => [path, checksumOf(text)])) };
  write('versions/checksums.json', json(Object.fromEntries(Object.entries(sums).sort())));
  for (const [path] of versions) process.stdout.write(`schemas/${path}\n`);
};

const { values: options } = parseArgs({ options: { help: { type: 'boolean', default: false } } });
if (options.help) {
  process.stdout.write(help);
} else {
  const changed = versionedEvents().filter(isUnfrozen);
  const refused = changed.flatMap(breaches);
  for (const breach of refused) process.stderr.write(`schemas/${breach}\n`);
  if (refused.length > 0) process.exitCode = 1;
  else freeze(changed);
}
