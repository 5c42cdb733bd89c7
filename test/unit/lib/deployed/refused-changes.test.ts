import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeployedResource, DeployedState } from '../../../../lib/deployed/deployed-state.ts';
import { refusedChanges } from '../../../../lib/deployed/refused-changes.ts';

const table: DeployedResource = {
  type: 'AWS::DynamoDB::Table',
  retained: true,
  fixed: { TableName: 'orders', KeySchema: [{ AttributeName: 'order_id', KeyType: 'HASH' }] },
};
const topic = (name: string, partitions: number, configs: Readonly<Record<string, string>> = {}): DeployedResource => ({
  type: 'AWS::MSK::Topic',
  retained: true,
  fixed: { TopicName: name, ReplicationFactor: 3 },
  topic: { name, partitions, configs },
});
const state = (resource: DeployedResource | undefined): DeployedState => ({
  data: resource ? { Thing: resource } : {},
});
const reasons = (before: DeployedResource, after: DeployedResource | undefined) =>
  refusedChanges(state(before), state(after)).map(({ resource, reason }) => {
    expect(resource).toBe('data/Thing');
    return reason;
  });

describe('refusedChanges', () => {
  it('lets through what stays as it is, and whatever is new', () => {
    expect(reasons(table, structuredClone(table))).toEqual([]);
    expect(refusedChanges({}, state(table))).toEqual([]);
    expect(refusedChanges(state(table), { data: { Thing: table, Other: table }, more: { Thing: table } })).toEqual([]);
  });

  it('refuses that a resource goes, and reports the effect', () => {
    expect(reasons(table, undefined)).toEqual([expect.stringMatching(/is gone: it would be left behind/)]);
    expect(reasons({ ...table, retained: false }, undefined)).toEqual([
      expect.stringMatching(/is gone: it would be deleted/),
    ]);
    expect(refusedChanges(state(table), {})).toHaveLength(1);
  });

  it('refuses a move to another stack or another logical id', () => {
    expect(refusedChanges(state(table), { other: { Thing: table } })).toHaveLength(1);
    expect(refusedChanges(state(table), { data: { Renamed: table } })).toHaveLength(1);
  });

  it('refuses another type under the same id', () => {
    expect(reasons(table, { ...table, type: 'AWS::DynamoDB::GlobalTable' })).toEqual([
      expect.stringContaining('of type AWS::DynamoDB::GlobalTable now'),
    ]);
  });

  it.each([
    ['changes', { ...table.fixed, TableName: 'others' }],
    ['goes', { KeySchema: table.fixed['KeySchema'] }],
  ])('refuses that a property which cannot change in place %s', (_, fixed) => {
    expect(reasons(table, { ...table, fixed })).toEqual([
      expect.stringMatching(/would be replaced: .* cannot change TableName in place/),
    ]);
  });

  it('refuses that a property which cannot change in place comes, or changes inside', () => {
    const sorted = [{ AttributeName: 'order_id', KeyType: 'RANGE' }];
    expect(reasons(table, { ...table, fixed: { ...table.fixed, KeySchema: sorted, More: 1 } })).toEqual([
      expect.stringContaining('cannot change KeySchema, More in place'),
    ]);
  });

  it('does not mind in what order properties are written', () => {
    const fixed = Object.fromEntries(Object.entries(table.fixed).toReversed());
    expect(reasons(table, { ...table, fixed })).toEqual([]);
  });

  it('refuses that a resource is no longer retained, not that it is from now on', () => {
    expect(reasons(table, { ...table, retained: false })).toEqual([expect.stringContaining('no longer be retained')]);
    expect(reasons({ ...table, retained: false }, table)).toEqual([]);
    expect(reasons({ ...table, retained: false }, { ...table, retained: false })).toEqual([]);
  });
});

describe('a topic', () => {
  const week = { 'retention.ms': '604800000' };
  const month = { 'retention.ms': '2592000000' };

  it('may get other settings', () => {
    expect(reasons(topic('orders.created', 48, week), topic('orders.created', 48, month))).toEqual([]);
  });

  it('never grows where keys have an order', () => {
    expect(reasons(topic('orders.created', 48), topic('orders.created', 96))).toEqual([
      expect.stringMatching(/^orders\.created would grow from 48 to 96 partitions: keys move/),
    ]);
  });

  it('may grow where they have none', () => {
    expect(reasons(topic('orders.created.dlq', 3), topic('orders.created.dlq', 6))).toEqual([]);
  });

  it.each(['orders.created', 'orders.created.dlq'])('%s never shrinks', (name) => {
    expect(reasons(topic(name, 6), topic(name, 3))).toEqual([expect.stringContaining('would shrink from 6 to 3')]);
  });

  it('does not get other partitions and other settings at once', () => {
    expect(reasons(topic('orders.created.dlq', 3, week), topic('orders.created.dlq', 6, month))).toEqual([
      expect.stringContaining('changes its partitions and retention.ms: Amazon MSK takes one of both'),
    ]);
    expect(reasons(topic('orders.created.dlq', 3), topic('orders.created.dlq', 6, week))).toHaveLength(1);
    expect(reasons(topic('orders.created.dlq', 3, week), topic('orders.created.dlq', 6))).toHaveLength(1);
  });

  it('of a name passes only what Amazon MSK and the order of its keys can bear', () => {
    const one = fc.record({ partitions: fc.integer({ min: 1, max: 4 }), retention: fc.constantFrom('1', '2') });
    const names = fc.constantFrom('payments.completed', 'payments.completed.dlq');
    fc.assert(
      fc.property(names, one, one, (name, before, after) => {
        const as = ({ partitions, retention }: typeof before) => topic(name, partitions, { 'retention.ms': retention });
        const same = before.partitions === after.partitions;
        const grows = name.endsWith('.dlq') && after.partitions > before.partitions;
        const legal = same || (grows && before.retention === after.retention);
        expect(reasons(as(before), as(after)).length === 0).toBe(legal);
      }),
    );
  });
});
