import { readdirSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { schemasFolder } from '../contracts.ts';
import { meaningOf, withoutImpliedTypes } from '../json-schema.ts';
import { upcasters } from '../upcasters.ts';
import { type Checksums, checksumOf } from './checksums.ts';
import { incompatibilities } from './compatibility.ts';
import type { Incompatibility } from './scalar-compatibility.ts';
import type { VersionedEvent } from './versions.ts';

const current = 'this schema';

const line = (path: string, direction: string, reader: string, writer: string) => (found: Incompatibility) =>
  `${path}: ${found.field === '' ? '/' : found.field} ${found.because(reader, writer)} (${direction})`;

/** Cases in which the schema and an earlier version would refuse each other's values: FULL_TRANSITIVE compatibility. */
export const breaches = ({ path, current: schema, frozen }: VersionedEvent): readonly string[] =>
  frozen.flatMap(({ version, schema: earlier }) => {
    const [now, then] = [withoutImpliedTypes(schema), withoutImpliedTypes(earlier)];
    return [
      ...incompatibilities(now, then).map(line(path, 'new reader, old writer', current, `version ${version}`)),
      ...incompatibilities(then, now).map(line(path, 'old reader, new writer', `version ${version}`, current)),
    ];
  });

/** Whether the constraints differ from the newest version, or there is none. */
export const isUnfrozen = ({ current: schema, frozen }: VersionedEvent): boolean => {
  const newest = frozen.at(-1);
  return newest === undefined || !isDeepStrictEqual(meaningOf(newest.schema), meaningOf(schema));
};

const due = ({ path, type, frozen }: VersionedEvent): readonly string[] => {
  const steps: Readonly<Record<string, readonly unknown[]>> = upcasters;
  const count = steps[type]?.length;
  return count === frozen.length - 1 || frozen.length === 0
    ? []
    : [`${path}: schemas/upcasters.ts has ${count ?? 0} steps for ${type}, which has ${frozen.length} versions`];
};

/** Steps that remain before a compatible change may be published: its version, and its upcaster. */
export const unfinished = (event: VersionedEvent): readonly string[] => {
  if (breaches(event).length > 0) return [];
  if (isUnfrozen(event)) return [`${event.path}: changed since its newest version: run \`npm run schemas:freeze\``];
  return due(event);
};

const filesOf = (subfolder: string): readonly string[] =>
  readdirSync(new URL(subfolder, schemasFolder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'checksums.json')
    .map(({ parentPath, name }) => `${parentPath}/${name}`.slice(schemasFolder.pathname.length));

/** Published versions that were changed, by their paths in `schemas/`. */
export const tampered = (paths: readonly string[], checksums: Checksums): readonly string[] => {
  const files = new Set(filesOf('versions/'));
  const owned = new Set(paths);
  const edited = [...files].filter(
    (path) => owned.has(path) && checksums[path] !== checksumOf(readFileSync(new URL(path, schemasFolder), 'utf8')),
  );
  return [
    ...edited.map((path) => `${path}: edited after it was published; restore it and change the schema instead`),
    ...[...files]
      .filter((path) => !owned.has(path))
      .map((path) => `${path}: a version of no event of the catalogue, nor of the HTTP API`),
    ...Object.keys(checksums)
      .filter((path) => !files.has(path))
      .map((path) => `${path}: published, and gone: restore it, its records may be read again`),
  ];
};
