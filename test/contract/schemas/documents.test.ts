import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  deadLetterTopic,
  type Topic,
  topicDefinitions,
  topicNames,
  topics,
  typesFor,
} from '../../../schemas/catalogue.ts';
import { problems } from '../../../schemas/problems.ts';
import { type Route, routes } from '../../../schemas/routes.ts';

const repository = fileURLToPath(new URL('../../../', import.meta.url));
const redocly = 'node_modules/@redocly/cli/bin/cli.js';
const generated = (name: string) => JSON.parse(readFileSync(join(repository, 'schemas/generated', name), 'utf8'));

type Part = Record<string, unknown>;

/** Every part of a document in which a schema lists values, with its JSON Pointer. */
const listing = (part: unknown, pointer = ''): readonly (readonly [string, Part])[] => {
  if (typeof part !== 'object' || part === null) return [];
  const inner = Object.entries(part).flatMap(([name, value]) =>
    /^examples?$/.test(name) ? [] : listing(value, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
  const lists = 'const' in part || Array.isArray(Object(part).enum);
  return lists && !pointer.endsWith('/bindings/kafka/groupId') ? [[pointer, part as Part], ...inner] : inner;
};

describe.each(['openapi.json', 'asyncapi.json'])('the types of %s', (name) => {
  it('are there beside every listed value, and are its own', () => {
    const typeOf = (value: unknown) => (typeof value === 'number' ? 'integer' : typeof value);
    const found = listing(generated(name));
    expect(found.length).toBeGreaterThan(40);
    const wrong = found.filter(([, { type, const: only, enum: values = [only] }]) =>
      (values as unknown[]).some((value) => typeOf(value) !== type),
    );
    expect(wrong.map(([pointer]) => pointer)).toEqual([]);
  });

  // openapi-generator 7.25.0 (Python) takes none but the text 'true' for the constant true, and refuses a valid answer.
  it('are never boolean, for a constant that generated clients get wrong', () => {
    expect(listing(generated(name)).filter(([, { type }]) => type === 'boolean')).toEqual([]);
  });

  it('are demanded by the checks, wherever a schema is', { timeout: 60_000 }, () => {
    const document = generated(name);
    const untyped = listing(document);
    for (const [, schema] of untyped) delete schema['type'];
    const folder = mkdtempSync(join(tmpdir(), 'documents-'));
    try {
      writeFileSync(join(folder, name), JSON.stringify(document));
      const args = [
        'lint',
        '--config=schemas/redocly.yaml',
        '--format=json',
        '--max-problems=1000',
        join(folder, name),
      ];
      const lint = spawnSync(process.execPath, [redocly, ...args], { cwd: repository, encoding: 'utf8' });
      expect(lint.status).toBe(1);
      const { problems: faults } = JSON.parse(lint.stdout) as { problems: { location: { pointer: string }[] }[] };
      const named = new Set(faults.flatMap(({ location }) => location.map(({ pointer }) => pointer)));
      expect(untyped.map(([pointer]) => `#${pointer}`).filter((pointer) => !named.has(pointer))).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('the OpenAPI document', () => {
  const document = generated('openapi.json');

  it.each(Object.entries<Route>(routes))('documents the answers and problems of %s', (id, route) => {
    const operation = document.paths[route.path][route.method.toLowerCase()];
    expect(operation.operationId).toBe(id);
    const own = route.problems.map((name) => String(problems[name].status));
    const gateway = [
      '400',
      '429',
      '500',
      '503',
      '504',
      ...(route.access === 'public' || route.access === 'gateway' ? [] : ['401', '403']),
    ];
    expect(Object.keys(operation.responses).sort()).toEqual(
      [...new Set([...Object.keys(route.answers), ...own, ...gateway])].sort(),
    );
    expect(operation.security).toHaveLength({ client: 2, operator: 1, gateway: 1, public: 0 }[route.access]);
  });

  it('names every type of problem that a status may be', () => {
    const types =
      document.paths['/orders'].post.responses['422'].content['application/problem+json'].schema.properties.type;
    expect(types.enum).toEqual([
      'https://orderstream.dev/problems/validation-failed',
      'https://orderstream.dev/problems/idempotency-key-reused',
    ]);
  });

  it('has the headers of a placed order', () => {
    const { post } = document.paths['/orders'];
    expect(Object.keys(post.responses['201'].headers)).toEqual(['Location', 'Idempotent-Replayed']);
    expect(Object.keys(post.responses['429'].headers)).toEqual(['Retry-After']);
    expect(post.parameters).toEqual([{ $ref: '#/components/parameters/IdempotencyKey' }]);
  });

  it('keeps both answers of one status', () => {
    expect(Object.keys(document.paths['/health'].get.responses['503'].content)).toEqual([
      'application/json',
      'application/problem+json',
    ]);
  });
});

describe('the AsyncAPI document', () => {
  const document = generated('asyncapi.json');

  it.each(topicDefinitions)('has the channel $name', ({ name, partitions, replicationFactor }) => {
    expect(document.channels[name].bindings.kafka).toMatchObject({
      topic: name,
      partitions,
      replicas: replicationFactor,
    });
  });

  it.each(topicNames)('documents the producers and consumers of %s', (name) => {
    const topic: Topic = topics[name];
    for (const principal of topic.producers) {
      expect(document.operations[`${principal}.${name}`]).toMatchObject({ action: 'send', 'x-principal': principal });
    }
    for (const consumer of topic.consumers) {
      const operation = document.operations[consumer.group];
      expect(operation).toMatchObject({ action: 'receive', 'x-function': consumer.function });
      expect(operation.messages).toEqual(
        typesFor(topic, consumer).map((type) => ({ $ref: `#/channels/${name}/messages/${type}` })),
      );
    }
    const queue = deadLetterTopic(name);
    expect(document.operations[`ops.${queue}`]).toMatchObject({
      ...{ action: 'receive', channel: { $ref: `#/channels/${queue}` } },
      messages: [{ $ref: `#/channels/${queue}/messages/DeadLetter` }],
    });
    expect(document.operations[`ops.${name}`]).toMatchObject({
      ...{ action: 'send', channel: { $ref: `#/channels/${name}` } },
      messages: topic.eventTypes.map((type) => ({ $ref: `#/channels/${name}/messages/${type}` })),
    });
  });
});
