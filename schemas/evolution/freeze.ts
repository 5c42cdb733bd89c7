/** Freezes every event schema whose constraints differ from its newest version, and the HTTP API, as the next version. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { schemasFolder } from '../contracts.ts';
import { schemaUri } from '../metadata.ts';
import { checksumOf, readChecksums } from './checksums.ts';
import { nextHttpVersion } from './http/next-version.ts';
import { acceptHint, breachLine, reviewHttp } from './http/review.ts';
import { breaches, isUnfrozen } from './review.ts';
import { type VersionedEvent, versionedEvents, versionsFolder } from './versions.ts';

const help = `Keeps every event schema that changed as the next version, in schemas/versions/, and its example as a record of that
version, in schemas/examples/versions/. Keeps the OpenAPI document, where it changed, in schemas/versions/http/. Refuses an
edit that an earlier version cannot live with.

Usage: npm run schemas:freeze [-- --accept "<reason>"]

  --accept <reason>  breaks clients of the HTTP API on purpose: records each break, with the reason and what clients do about
                     it, in schemas/evolution/http/accepted-breaks.json; an event is not broken, it gets another type

Then: a step for each event in schemas/upcasters.ts, and \`npm run generate\`.
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

const freeze = (files: ReadonlyMap<string, string>): void => {
  if (files.size === 0) return;
  for (const [path, text] of files) write(path, text);
  const versions = [...files].filter(([path]) => path.startsWith('versions/'));
  const sums = { ...readChecksums(), ...Object.fromEntries(versions.map(([path, text]) => [path, checksumOf(text)])) };
  write('versions/checksums.json', json(Object.fromEntries(Object.entries(sums).sort())));
  for (const [path] of versions) process.stdout.write(`schemas/${path}\n`);
};

const { values: options } = parseArgs({
  options: { help: { type: 'boolean', default: false }, accept: { type: 'string' } },
});
if (options.help) {
  process.stdout.write(help);
} else if (options.accept?.trim() === '') {
  process.stderr.write('--accept: a reason is needed, and what clients do about it\n');
  process.exitCode = 2;
} else {
  const changed = versionedEvents().filter(isUnfrozen);
  const http = reviewHttp();
  const refused = [
    ...changed.flatMap(breaches),
    ...(options.accept === undefined ? http.breaches.map(breachLine) : []),
  ];
  for (const breach of refused) process.stderr.write(`schemas/${breach}\n`);
  if (options.accept === undefined && http.breaches.length > 0) process.stderr.write(`${acceptHint}\n`);
  if (refused.length > 0) process.exitCode = 1;
  else
    freeze(new Map([...changed.flatMap((event) => [...nextVersion(event)]), ...nextHttpVersion(http, options.accept)]));
}
