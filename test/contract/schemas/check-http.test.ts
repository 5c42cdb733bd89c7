import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { schemasCopy } from '../../support/schemas-copy.ts';

interface Schema {
  readonly required: string[];
  readonly properties: Record<string, unknown>;
}

let copy: ReturnType<typeof schemasCopy>;
beforeEach(() => {
  copy = schemasCopy();
});
afterEach(() => copy.remove());

const check = (...options: readonly string[]) => copy.run('evolution/check', ...options);
const freeze = (...options: readonly string[]) => copy.run('evolution/freeze', ...options);
const openApiVersion = (): string => {
  expect(copy.run('generate')).toMatchObject({ status: 0 });
  return copy.read('schemas/generated/openapi.json').info.version;
};
const newest = (): number =>
  Object.keys(copy.read('schemas/versions/checksums.json')).filter((path) => path.startsWith('versions/http/')).length;

const unanswered = (field: string) => (schema: Schema) => {
  schema.required.splice(schema.required.indexOf(field), 1);
  Reflect.deleteProperty(schema.properties, field);
};
const demanded = (schema: Schema) => {
  schema.properties['region'] = { type: 'string' };
  schema.required.push('region');
};

describe('npm run schemas:check, of the HTTP API', () => {
  it.each<[string, string, (schema: Schema) => void, string]>([
    [
      'order-accepted',
      'a required field of an answer that is gone',
      unanswered('amount'),
      'POST /orders, answer 201 application/json: /amount is required by a client, and the API may leave it out',
    ],
    [
      'stock-level',
      'a required field of an operators’ answer that is gone',
      unanswered('available'),
      'GET /admin/inventory/{sku}, answer 200 application/json: /available is required by a client, and the API may leave it out',
    ],
    [
      'problem',
      'a required field of every problem that is gone',
      unanswered('title'),
      'every problem: /title is required by a client, and the API may leave it out',
    ],
    [
      'place-order-request',
      'a request that needs a new field',
      demanded,
      'POST /orders, request application/json: /region is required by the API, and a client may leave it out',
    ],
    [
      'adjust-stock-request',
      'an operators’ request that needs a new field',
      demanded,
      'POST /admin/inventory/{sku}/adjust, request application/json: /region is required by the API, and a client may leave it out',
    ],
  ])('refuses in %s %s, by name, and so does the freezing', (name, _what, change, fault) => {
    copy.edit(`schemas/http/${name}.json`, change);
    const { status, stderr } = check();
    expect(status).toBe(1);
    expect(stderr).toContain(`schemas/http: ${fault} (clients of version 1`);
    expect(stderr).toContain('npm run schemas:freeze -- --accept');
    expect(freeze()).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining(fault) });
  });

  it('takes a break that is accepted with a reason, and nothing else with it', () => {
    const version = newest() + 1;
    copy.edit('schemas/http/order-accepted.json', unanswered('amount'));
    const accepted = freeze('--accept', 'The amount is asked for by GET /orders/{id}.');
    expect(accepted).toMatchObject({ status: 0, stdout: `schemas/versions/http/${version}.json\n` });
    const [major = 0] = openApiVersion().split('.').map(Number);
    expect(copy.read('schemas/evolution/http/accepted-breaks.json').at(-1)).toEqual({
      version,
      place: 'POST /orders, answer 201 application/json',
      change: '/amount is required by a client, and the API may leave it out',
      because: 'The amount is asked for by GET /orders/{id}.',
    });
    expect(copy.read(`schemas/versions/http/${version}.json`).info.version).toBe(`${major}.0.0`);
    expect(check('--published')).toMatchObject({ status: 0, stderr: '' });
    copy.edit('schemas/http/order-accepted.json', unanswered('currency'));
    const { status, stderr } = check();
    expect(status).toBe(1);
    expect(stderr).toContain('/currency is required by a client');
    expect(stderr).not.toContain('/amount');
  });

  it('refuses a break without a reason', () => {
    copy.edit('schemas/http/order-accepted.json', unanswered('amount'));
    expect(freeze('--accept', ' ')).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringContaining('--accept'),
    });
  });

  it('takes a compatible change once it is a version', () => {
    const [major, minor = 0] = openApiVersion().split('.').map(Number);
    copy.edit<Schema>('schemas/http/order-accepted.json', ({ properties }) => {
      properties['eta'] = { type: 'string' };
    });
    const changed = check();
    expect(changed).toMatchObject({
      status: 0,
      stderr: 'schemas/http: changed since its newest version: run `npm run schemas:freeze`\n',
    });
    expect(check('--published')).toMatchObject({ status: 1, stderr: changed.stderr });
    expect(freeze()).toMatchObject({ status: 0, stdout: `schemas/versions/http/${newest()}.json\n` });
    expect(check('--published')).toMatchObject({ status: 0, stderr: '' });
    expect(openApiVersion()).toBe(`${major}.${minor + 1}.0`);
    expect(freeze()).toMatchObject({ status: 0, stdout: '' });
  });

  it('makes no version of other words', () => {
    copy.edit<{ description: string }>('schemas/http/order.json', (schema) => {
      schema.description = 'Otherwise.';
    });
    expect(check('--published')).toMatchObject({ status: 0, stderr: '' });
  });

  it('refuses an edit of what was published, and its removal', () => {
    appendFileSync(join(copy.root, 'schemas/versions/http/1.json'), ' ');
    expect(check()).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('versions/http/1.json: edited after it was published'),
    });
    const last = `versions/http/${newest()}.json`;
    rmSync(join(copy.root, 'schemas', last));
    expect(check()).toMatchObject({ status: 1, stderr: expect.stringContaining(`${last}: published, and gone`) });
  });
});
