import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { treeCopy } from '../support/tree-copy.ts';
import { applyExample, workedExample } from '../support/worked-example.ts';

const page = readFileSync(new URL('../../CONTRIBUTING.md', import.meta.url), 'utf8');
const example = workedExample(page, '## Adding a consumer');

const copy = treeCopy();
afterAll(() => copy.remove());

/** Runs a module in the copy and reads what it writes: JSON. */
const evaluate = (code: string) => {
  const { status, output } = copy.run('--input-type=module', '--eval', code);
  if (status !== 0) throw new Error(output);
  return JSON.parse(output);
};

// Compiler and synthesis take 25 seconds of a free processor, and minutes of a busy one.
describe('loyalty/award, the worked example of CONTRIBUTING.md', { timeout: 300_000 }, () => {
  beforeAll(() => applyExample(copy.root, example));

  it('is new files and three edits', () => {
    expect(copy.edited()).toEqual([
      'schemas/functions/functions.ts',
      'schemas/tables.ts',
      'test/simulation/world/composition.ts',
    ]);
    const added = example.filter(({ from }) => from === '/dev/null').map(({ to }) => to);
    expect(added.length + copy.edited().length).toBe(example.length);
    for (const path of added) expect(path).toMatch(/^(functions\/loyalty\/award\/|schemas\/functions\/loyalty\.ts$)/);
  });

  it('has its handler and its place in the documents once they are generated', () => {
    const generators = ['schemas/functions/generate-handlers.ts', 'schemas/generate.ts', 'lib/documents/generate.ts'];
    expect(example.map(({ to }) => to)).not.toContain('functions/loyalty/award/award.handler.ts');
    for (const generator of generators) expect(copy.run(generator, '--check').status).toBe(1);
    for (const generator of generators) expect(copy.run(generator)).toEqual({ status: 0, output: '' });
    for (const generator of generators) expect(copy.run(generator, '--check')).toEqual({ status: 0, output: '' });
    expect(copy.read('functions/loyalty/award/award.handler.ts')).toContain('kafkaHandler');
    expect(copy.read('docs/scaling.md')).toMatch(/^\| `loyalty-award\.payments` +\| 24 +\| 1 +\| 1 +\| 5 +\|$/m);
    expect(copy.read('schemas/generated/asyncapi.json')).toContain('loyalty-award.payments');
  });

  it('compiles', () => {
    // All of `functions/` takes four times as long.
    const include = ['lib', 'schemas', 'patches', 'functions/loyalty'];
    const options = { incremental: false };
    writeFileSync(
      join(copy.root, 'tsconfig.part.json'),
      JSON.stringify({ extends: './tsconfig.json', include, compilerOptions: options }),
    );
    const compiler = 'node_modules/typescript/bin/tsc';
    expect(copy.run(compiler, '--project', 'tsconfig.part.json')).toEqual({ status: 0, output: '' });
  });

  it('keeps to the import table', () => {
    const cruiser = 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs';
    const { status, output } = copy.run(cruiser, '--preserve-symlinks', 'functions/loyalty', 'schemas/functions');
    expect(output).toContain('no dependency violations found');
    expect(status).toBe(0);
  });

  it('stores the points of a paid order once, and passes over what it does not consume', () => {
    const { paid, points, outcome } = evaluate(`
      import { readFileSync } from 'node:fs';
      import { loneConsumer } from './test/support/lone-consumer.ts';
      const example = (name) => readFileSync('schemas/examples/payments.completed/' + name + '.json', 'utf8');
      const consumer = loneConsumer('loyalty/award');
      const paid = example('order-paid');
      for (const value of [paid, paid, example('payment-failed')]) await consumer.deliver(value);
      const points = consumer.database.table('points').all();
      console.log(JSON.stringify({ paid: JSON.parse(paid), points, outcome: consumer.outcome() }));
    `);
    expect(points).toEqual([{ order_id: paid.order_id, points: Math.floor(paid.amount / 100) }]);
    expect(points[0].points).toBeGreaterThan(0);
    expect(outcome).toEqual({ received: 2, failures: [], deadLettered: [], emitted: [] });
  });

  it('is deployed with its role, its mapping, its table and its rights in Kafka', () => {
    const { own, points, acls } = evaluate(`
      import { synthesise } from './test/support/synthesised-app.ts';
      const { kafka, data, services } = synthesise().templates;
      const resources = (template) => Object.entries(template.toJSON().Resources);
      console.log(JSON.stringify({
        own: resources(services).filter(([id]) => id.startsWith('LoyaltyAward')).map(([, resource]) => resource),
        points: resources(data).filter(([id]) => id.startsWith('Points')).map(([, resource]) => resource),
        acls: resources(kafka)
          .filter(([, { Type }]) => Type === 'Custom::KafkaAccess')
          .flatMap(([, { Properties }]) => Properties.Acls)
          .filter(({ Principal }) => Principal === 'loyalty')
          .map(({ ResourceType, ResourceName, Operation }) => Operation + ' ' + ResourceType + ' ' + ResourceName),
      }));
    `);
    const ownOf = (type: string) => own.find(({ Type }: { readonly Type: string }) => Type === type)?.Properties;
    expect(points).toMatchObject([
      { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'orderstream-dev-points' } },
    ]);
    expect(ownOf('AWS::Lambda::EventSourceMapping')).toMatchObject({
      Topics: ['payments.completed'],
      AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: 'loyalty-award.payments' },
      FilterCriteria: { Filters: [{ Pattern: JSON.stringify({ value: { type: ['ORDER_PAID'] } }) }] },
    });
    expect(ownOf('AWS::IAM::Role')).toBeDefined();
    const { Statement } = ownOf('AWS::IAM::Policy').PolicyDocument;
    const puts = Statement.filter(({ Action }: { readonly Action: unknown }) => Action === 'dynamodb:PutItem');
    expect(JSON.stringify(puts)).toMatch(/FnGetAttPoints\w*Arn/);
    expect(acls).toEqual(
      expect.arrayContaining(['Read topic payments.completed', 'Read group loyalty-award.payments']),
    );
    expect(acls.join()).not.toContain('orders.created');
  });
});

describe('the worked examples of CONTRIBUTING.md that edit files', () => {
  const ownTests = ['## Adding a consumer', '## Adding a resource type to the local platform'];
  const headings = [...page.matchAll(/^## Adding .*$/gm)]
    .map(([heading]) => heading)
    .filter((heading) => !ownTests.includes(heading));

  it('are four beside the consumer', () => expect(headings).toHaveLength(4));

  it.each(headings)('%s applies to the files as they are', (heading) => {
    const diffs = workedExample(page, heading);
    expect(diffs).not.toEqual([]);
    applyExample(copy.root, diffs);
    const edited = diffs.filter(({ from }) => from !== '/dev/null');
    expect(copy.edited()).toEqual(expect.arrayContaining(edited.map(({ to }) => to)));
  });

  it('leave a page of the console that compiles', () => {
    const command = ['node_modules/typescript/bin/tsc', '--project', 'console', '--incremental', 'false'];
    expect(copy.run(...command)).toEqual({ status: 0, output: '' });
  });
});
