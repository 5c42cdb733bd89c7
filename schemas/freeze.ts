/**
 * Keeps every schema that is new, or means something else than its newest version, as the next version.
 *
 *   node schemas/freeze.ts
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { checksumOf, readChecksums } from './checksums.ts';
import { meaningOf } from './json-schema.ts';
import { schemaUri } from './metadata.ts';
import { type VersionedEvent, versionedEvents, versionsFolder } from './versions.ts';

const help = `Keeps every event schema that changed as the next version, in schemas/versions/.

Usage: npm run schemas:freeze

An edit that no version allows is refused: see \`npm run schemas:check\`.
`;

const write = (path: string, text: string): void => {
  const file = fileURLToPath(new URL(path, import.meta.url));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
};

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** The version that is to be kept, and its text; nothing where the newest one says the same. */
const nextVersion = ({ topic, type, path, current, frozen }: VersionedEvent) => {
  const newest = frozen.at(-1);
  if (newest !== undefined && isDeepStrictEqual(meaningOf(newest.schema), meaningOf(current))) return [];
  const version = frozen.length + 1;
  const { $schema, ...rest } = current;
  const text = json({ $schema, $id: schemaUri(topic, type, version), ...rest });
  return [{ path: `${versionsFolder({ path })}/${version}.json`, text }];
};

const { values: options } = parseArgs({ options: { help: { type: 'boolean', default: false } } });
if (options.help) {
  process.stdout.write(help);
} else {
  const added = versionedEvents().flatMap(nextVersion);
  for (const { path, text } of added) write(path, text);
  const sums = { ...readChecksums(), ...Object.fromEntries(added.map(({ path, text }) => [path, checksumOf(text)])) };
  write('versions/checksums.json', json(Object.fromEntries(Object.entries(sums).sort())));
  for (const { path } of added) process.stdout.write(`schemas/${path}\n`);
}
