import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { acceptedEvents } from '../../../functions/shared/runtime/idioms/accepted-events.ts';
import { type Topic, topicNames, topics, typesFor } from '../../../schemas/catalogue.ts';
import { versionedEvents } from '../../../schemas/evolution/versions.ts';
import { validateEvent } from '../../../schemas/generated/validators.js';
import { schemaVersions } from '../../../schemas/generated/versions.ts';
import { schemaValidator } from '../../support/schema-validator.ts';

type Json = Readonly<Record<string, unknown>>;

const json = (path: string): Json =>
  JSON.parse(readFileSync(new URL(`../../../schemas/${path}`, import.meta.url), 'utf8'));

/** Every version of every event, with a record of it as it was written. */
const versions = versionedEvents().flatMap(({ type, path, frozen }) =>
  frozen.map(({ version, path: file, schema }) => ({ type, path, version, schema, record: json(`examples/${file}`) })),
);

const consumers = topicNames.flatMap((name) => {
  const topic: Topic = topics[name];
  return topic.consumers.map((consumer) => ({ group: consumer.group, types: typesFor(topic, consumer) }));
});

const validators: Readonly<Record<string, (typeof validateEvent)['RESERVE']>> = validateEvent;

describe.each(versions)('$type in version $version', ({ type, version, schema, record }) => {
  it('takes the record that was kept of it', () => {
    expect(schemaValidator(schema)(record)).toEqual([]);
    expect(record).toMatchObject({ type, metadata: { schema_version: version } });
  });

  it('is read by every consumer, as the current version has it', () => {
    const readers = consumers.filter(({ types }) => types.includes(type));
    expect(readers.length).toBeGreaterThan(0);
    for (const { types } of readers) {
      const accept = acceptedEvents(
        Object.fromEntries(types.map((name) => [name, validators[name]])) as typeof validateEvent,
      );
      expect(accept(record)).toEqual({
        ok: true,
        value: expect.objectContaining({
          type,
          event_id: record['event_id'],
          metadata: expect.objectContaining({
            schema_version: Object.entries(schemaVersions).find(([name]) => name === type)?.[1],
          }),
        }),
      });
    }
  });
});

describe('the sources', () => {
  it.each(['functions', 'bin'])('in %s write no version down: metadataOf knows it', (folder) => {
    const root = new URL(`../../../${folder}/`, import.meta.url);
    const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
    expect(sources.filter((file) => /schema_version: *\d/.test(readFileSync(new URL(file, root), 'utf8')))).toEqual([]);
  });
});

describe('the examples', () => {
  it.each(versionedEvents())('of $type are of its current version', ({ type, path, frozen }) => {
    expect(json(`examples/${path}`)).toMatchObject({ type, metadata: { schema_version: frozen.length } });
  });
});
