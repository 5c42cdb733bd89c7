import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Topic, topicNames, topics, typesFor } from '../../../schemas/catalogue.ts';
import { definitions, eventContracts, httpContracts } from '../../../schemas/contracts.ts';
import type { ValidationError, Validator } from '../../../schemas/generated/validators.js';
import * as validators from '../../../schemas/generated/validators.js';

type Json = Readonly<Record<string, unknown>>;

const contracts = [...eventContracts, ...httpContracts];

const example = (path: string): Json =>
  JSON.parse(readFileSync(new URL(`../../../schemas/examples/${path}`, import.meta.url), 'utf8'));

const counterexamples = readdirSync(new URL('../../../schemas/examples/invalid/', import.meta.url), {
  recursive: true,
  encoding: 'utf8',
});

const exported = new Map<string, unknown>(Object.entries(validators));

const validate = (typeName: string, value: unknown): readonly ValidationError[] => {
  const validator = exported.get(`validate${typeName}`);
  if (typeof validator !== 'function') throw new Error(`No validator for ${typeName}`);
  return (validator as Validator)(value) ?? [];
};

const without = (value: Json, field: string): Json =>
  Object.fromEntries(Object.entries(value).filter(([name]) => name !== field));

const required = (schema: Json): readonly string[] => schema['required'] as readonly string[];

describe.each(contracts)('$path', ({ path, typeName, schema }) => {
  it('takes its example', () => {
    expect(validate(typeName, example(path))).toEqual([]);
  });

  it('refuses its counterexamples, each for the reason in its name: <contract>.<field>.<keyword>.json', () => {
    const found = counterexamples.filter((file) => file.startsWith(`${path.replace(/json$/, '')}`));
    expect(found).not.toEqual([]);
    for (const file of found) {
      const [field, keyword] = file.split('.').slice(-3);
      const errors = validate(typeName, example(`invalid/${file}`));
      const fields = errors.map(({ instancePath, params }) => [
        instancePath.slice(1) || params['missingProperty'] || params['additionalProperty'],
      ]);
      expect([file, fields, errors.map((error) => error.keyword)]).toEqual([file, [[field]], [keyword]]);
    }
  });

  it.each(required(schema))('requires "%s"', (field) => {
    const errors = validate(typeName, without(example(path), field));
    expect(errors).toMatchObject([{ keyword: 'required', params: { missingProperty: field } }]);
  });

  it.each(['text', 7, null, []])('refuses %j', (value) => {
    expect(validate(typeName, value)).toMatchObject([{ keyword: 'type', instancePath: '' }]);
  });

  it('bounds every field', () => {
    const unbounded = Object.keys(schema['properties'] as Json).filter((field) => {
      const huge = { ...example(path), [field]: 'x'.repeat(5000) };
      const far = { ...example(path), [field]: 1e300 };
      return validate(typeName, huge).length === 0 || validate(typeName, far).length === 0;
    });
    expect(unbounded).toEqual([]);
  });
});

describe('events', () => {
  it.each(eventContracts)('$typeName takes fields that a later version adds', ({ path, typeName }) => {
    expect(validate(typeName, { ...example(path), added_later: true })).toEqual([]);
  });

  it.each(eventContracts)('$typeName carries the record key of its topic', ({ event, schema }) => {
    const topic = topicNames.find((name) => name === event?.topic);
    expect(required(schema)).toContain(topic && topics[topic].key);
  });

  it('of every type that a consumer takes have a schema', () => {
    const consumed = topicNames.flatMap((name) => {
      const topic: Topic = topics[name];
      return topic.consumers.flatMap((consumer) => typesFor(topic, consumer));
    });
    const described = eventContracts.map(({ event }) => event?.type);
    expect(consumed.filter((type) => !described.includes(type))).toEqual([]);
    expect(Object.keys(validators.validateEvent)).toEqual(described);
  });

  it.each<[string, string, string, unknown, string]>([
    ['OrderCreated', 'orders.created/order-created.json', 'type', 'ORDER_PAID', 'const'],
    ['OrderCreated', 'orders.created/order-created.json', 'event_id', 'not-a-uuid', 'format'],
    ['OrderCreated', 'orders.created/order-created.json', 'timestamp', '2026-11-22T06:26:14Z', 'pattern'],
    ['OrderCreated', 'orders.created/order-created.json', 'timestamp', '2026-13-22T06:26:14.000Z', 'pattern'],
    ['OrderCreated', 'orders.created/order-created.json', 'timestamp', '2026-11-22T06:26:14.000+01:00', 'pattern'],
    ['OrderCreated', 'orders.created/order-created.json', 'trace_id', '1-67891233-abcdef012345678912345678', 'pattern'],
    ['OrderCreated', 'orders.created/order-created.json', 'line_items', [], 'minItems'],
    ['OrderCreated', 'orders.created/order-created.json', 'amount', -1, 'minimum'],
    ['OrderCreated', 'orders.created/order-created.json', 'amount', 0.5, 'type'],
    ['OrderCreated', 'orders.created/order-created.json', 'amount', 2 ** 53, 'maximum'],
    ['OrderCreated', 'orders.created/order-created.json', 'currency', 'gbp', 'pattern'],
    ['Reserve', 'inventory.commands/reserve.json', 'qty', 0, 'minimum'],
    ['Reserve', 'inventory.commands/reserve.json', 'qty', 1_000_001, 'maximum'],
    ['Reserve', 'inventory.commands/reserve.json', 'sku', 'BANK CHARGES', 'pattern'],
    ['Reserve', 'inventory.commands/reserve.json', 'sku', 'A'.repeat(65), 'maxLength'],
    ['Adjust', 'inventory.commands/adjust.json', 'qty', 0, 'not'],
    ['StockReserved', 'inventory.updated/stock-reserved.json', 'version', 0, 'minimum'],
    ['StockReserved', 'inventory.updated/stock-reserved.json', 'available', -1, 'minimum'],
    ['StockReserved', 'inventory.updated/stock-reserved.json', 'delta', 6, 'maximum'],
    ['PaymentFailed', 'payments.completed/payment-failed.json', 'reason', '', 'minLength'],
  ])('%s (%s) refuses %s = %j: %s', (typeName, path, field, value, keyword) => {
    const errors = validate(typeName, { ...example(path), [field]: value });
    expect(errors).toMatchObject([{ keyword, instancePath: `/${field}` }]);
  });

  it.each(['85123A', 'DCGS0076', 'gift_0001_20', '15056bl', 'C2'])('take the SKU %s', (sku) => {
    expect(validate('Reserve', { ...example('inventory.commands/reserve.json'), sku })).toEqual([]);
  });
});

it('TopicName is a topic of the catalogue', () => {
  expect(definitions['TopicName']?.['enum']).toEqual(topicNames);
});

describe('PlaceOrderRequest', () => {
  const valid = example('http/place-order-request.json');
  const pointers = (value: unknown): readonly string[] =>
    validate('PlaceOrderRequest', value).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);

  it('names every fault at once', () => {
    const items = [
      { sku: '', qty: 0 },
      { sku: 'A', qty: 1.5, unit_price: 1 },
    ];
    expect(
      pointers({ ...without(valid, 'user_id'), currency: 'pounds', items, email: 'no-address', phone: '007' }),
    ).toEqual(
      expect.arrayContaining([
        ' required',
        '/currency pattern',
        '/items/0/sku minLength',
        '/items/0/qty minimum',
        '/items/1/qty type',
        '/items/1 additionalProperties',
        '/email format',
        '/phone pattern',
      ]),
    );
  });

  it('refuses unknown fields', () => {
    expect(pointers({ ...valid, coupon: 'FREE' })).toEqual([' additionalProperties']);
  });

  it('takes 2,000 lines and no more', () => {
    const items = (count: number) => Array.from({ length: count }, (_, index) => ({ sku: `S${index}`, qty: 1 }));
    expect(pointers({ ...valid, items: items(2000) })).toEqual([]);
    expect(pointers({ ...valid, items: items(2001) })).toEqual(['/items maxItems']);
  });

  it('counts characters, not UTF-16 units, and is not slowed by hostile values', () => {
    expect(pointers({ ...valid, email: `${'a'.repeat(200_000)}@${'a.'.repeat(200_000)}` })).toContain(
      '/email maxLength',
    );
    const reason = '😀'.repeat(1024);
    expect(validate('PaymentFailed', { ...example('payments.completed/payment-failed.json'), reason })).toEqual([]);
  });
});
