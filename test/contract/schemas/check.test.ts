import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { schemasCopy } from '../../support/schemas-copy.ts';

type Json = Record<string, unknown>;
type Schema = { required: string[]; properties: Record<string, Json>; description: string };

const path = 'schemas/orders.created/order-created.json';

let copy: ReturnType<typeof schemasCopy>;
let root: string;
beforeEach(() => {
  copy = schemasCopy();
  root = copy.root;
});
afterEach(() => copy.remove());

const run = (script: string, ...options: readonly string[]) => copy.run(`evolution/${script}`, ...options);
const edit = (change: (schema: Schema) => void, file = path): void => copy.edit(file, change);

describe('npm run schemas:check', () => {
  it('passes as the schemas are, and where only words change', () => {
    edit((schema) => {
      schema.description = 'Worded differently.';
      schema.required.reverse();
    });
    expect(run('check', '--published')).toMatchObject({ status: 0, stderr: '' });
  });

  it.each<[string, (schema: Schema) => void, string]>([
    [
      'a field that became required',
      ({ required }) => required.push('email'),
      `${path}: /email is required by this schema, and version 1 may leave it out (new reader, old writer)`,
    ],
    [
      'a required field that is gone',
      (schema) => {
        delete schema.properties['currency'];
        schema.required = schema.required.filter((name) => name !== 'currency');
      },
      `${path}: /currency is required by version 1, and this schema may leave it out (old reader, new writer)`,
    ],
    [
      'another type',
      ({ properties }) => {
        properties['amount'] = { type: 'string' };
      },
      `${path}: /amount this schema does not take integer, which version 1 may write (new reader, old writer)`,
    ],
    [
      'one more state',
      ({ properties }) => {
        properties['status'] = { enum: ['CREATED', 'DRAFT'] };
      },
      `${path}: /status version 1 does not take "DRAFT", which this schema may write (old reader, new writer)`,
    ],
    [
      'a closer bound',
      ({ properties }) => {
        properties['line_items'] = { ...properties['line_items'], maxItems: 100 };
      },
      `${path}: /line_items "maxItems" is 100 in this schema and 2000 in version 2: it refuses more (new reader, old writer)`,
    ],
    [
      'a keyword that it does not know',
      ({ properties }) => {
        properties['user_id'] = { ...properties['user_id'], dependencies: {} };
        delete properties['user_id']['$ref'];
        properties['user_id']['type'] = 'string';
      },
      `${path}: /user_id "dependencies" is {} in this schema and nothing in version 1, which this check cannot compare (new reader, old writer)`,
    ],
  ])('refuses %s, by name, and so does the freezing', (_name, change, fault) => {
    edit(change);
    const { status, stderr } = run('check');
    expect(status).toBe(1);
    expect(stderr.split('\n')).toContain(fault);
    expect(run('freeze')).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining(fault) });
  });

  it('refuses a change of the shared vocabulary in every event that it touches', () => {
    const envelope = 'schemas/envelope.json';
    const parsed = JSON.parse(readFileSync(join(root, envelope), 'utf8'));
    parsed.definitions.Sku.maxLength = 32;
    writeFileSync(join(root, envelope), JSON.stringify(parsed));
    const { status, stderr } = run('check');
    expect(status).toBe(1);
    expect(stderr).toContain(`${path}: /line_items/*/sku "maxLength" is 32 in this schema and 64 in version 1`);
    expect(stderr).toContain('schemas/inventory.commands/reserve.json: /sku');
  });

  it('takes a compatible change once it is a version, with its step', () => {
    edit(({ properties }) => {
      properties['gift_note'] = { type: 'string', maxLength: 200 };
    });
    const changed = run('check');
    expect(changed.stderr).toBe(`${path}: changed since its newest version: run \`npm run schemas:freeze\`\n`);
    expect(changed.status).toBe(0);
    expect(run('check', '--published')).toMatchObject({ status: 1, stderr: changed.stderr });
    expect(run('freeze')).toMatchObject({
      status: 0,
      stdout: 'schemas/versions/orders.created/order-created/3.json\n',
    });
    expect(run('check', '--published').stderr).toBe(
      `${path}: schemas/upcasters.ts has 1 steps for ORDER_CREATED, which has 3 versions\n`,
    );
    const upcasters = join(root, 'schemas/upcasters.ts');
    const steps = readFileSync(upcasters, 'utf8').replace('ORDER_CREATED: [', 'ORDER_CREATED: [unchanged, ');
    writeFileSync(upcasters, steps);
    expect(run('check', '--published')).toMatchObject({ status: 0, stderr: '' });
    expect(run('freeze')).toMatchObject({ status: 0, stdout: '' });
  });

  it('refuses an edit of what was published, and its removal', () => {
    appendFileSync(join(root, 'schemas/versions/orders.created/order-created/1.json'), ' ');
    rmSync(join(root, 'schemas/versions/inventory.commands/reserve/3.json'));
    const { status, stderr } = run('check');
    expect(status).toBe(1);
    expect(stderr).toContain('versions/orders.created/order-created/1.json: edited after it was published');
    expect(stderr).toContain('versions/inventory.commands/reserve/3.json: published, and gone');
  });

  it.each(['check', 'freeze'])('%s explains itself', (script) => {
    expect(run(script, '--help')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('Usage: npm run schemas:'),
    });
  });
});
