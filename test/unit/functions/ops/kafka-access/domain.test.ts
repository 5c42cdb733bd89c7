import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type AclRule,
  accessChange,
  type Grant,
  isEmpty,
  keepsAdministrator,
  ruleOf,
} from '../../../../../functions/ops/kafka-access/domain.ts';

const adminOnCluster: Grant = {
  user: 'admin',
  resourceType: 'cluster',
  resourceName: 'kafka-cluster',
  operation: 'All',
};
const orderWrites: Grant = { user: 'order', resourceType: 'topic', resourceName: 'orders.created', operation: 'Write' };
const denied: AclRule = { ...ruleOf(orderWrites), permission: 'deny' };
const prefixed: AclRule = { ...ruleOf(orderWrites), patternType: 'prefixed' };
const fromOneHost: AclRule = { ...ruleOf(orderWrites), host: '10.0.0.1' };

test('a grant allows the user the operation on exactly the resource, from any host', () => {
  expect(ruleOf(orderWrites)).toEqual({
    principal: 'User:order',
    resourceType: 'topic',
    resourceName: 'orders.created',
    patternType: 'literal',
    operation: 'Write',
    permission: 'allow',
    host: '*',
  });
});

test('a grant on a prefix differs from a grant on the literal name', () => {
  expect(ruleOf({ ...orderWrites, patternType: 'prefixed' })).toEqual(prefixed);
  expect(accessChange('admin', [{ ...orderWrites, patternType: 'prefixed' }], [ruleOf(orderWrites)])).toEqual({
    addFirst: [],
    add: [prefixed],
    remove: [ruleOf(orderWrites)],
  });
});

test('on an open cluster the administrator’s rules come first, in any order of declaration', () => {
  expect(accessChange('admin', [orderWrites, adminOnCluster], [])).toEqual({
    addFirst: [ruleOf(adminOnCluster)],
    add: [ruleOf(orderWrites)],
    remove: [],
  });
});

test('the change is empty if all rules are as declared', () => {
  const change = accessChange('admin', [adminOnCluster, orderWrites], [ruleOf(orderWrites), ruleOf(adminOnCluster)]);
  expect(isEmpty(change)).toBe(true);
});

test.each([
  ['denies', denied],
  ['is for a prefix', prefixed],
  ['is for one host', fromOneHost],
  ['is another user’s', { ...ruleOf(orderWrites), principal: 'User:analytics' }],
])('a rule that %s is replaced by the declared one', (_, rule) => {
  expect(accessChange('admin', [adminOnCluster, orderWrites], [ruleOf(adminOnCluster), rule])).toEqual({
    addFirst: [],
    add: [ruleOf(orderWrites)],
    remove: [rule],
  });
});

test('a rule that is declared twice is added once', () => {
  expect(accessChange('admin', [orderWrites, orderWrites], []).add).toHaveLength(1);
});

test('the administrator needs All on the cluster', () => {
  expect(keepsAdministrator('admin', [adminOnCluster])).toBe(true);
  expect(keepsAdministrator('admin', [{ ...adminOnCluster, operation: 'Describe' }])).toBe(false);
  expect(keepsAdministrator('admin', [{ ...adminOnCluster, user: 'order' }])).toBe(false);
  expect(keepsAdministrator('admin', [{ ...adminOnCluster, resourceType: 'topic', resourceName: '*' }])).toBe(false);
});

const anyGrant = fc.record({
  user: fc.constantFrom('admin', 'order', 'payment'),
  resourceType: fc.constantFrom('topic', 'group'),
  resourceName: fc.constantFrom('a', 'b', '*'),
  operation: fc.constantFrom('Read', 'Write'),
});
const anyRule = fc.oneof(anyGrant.map(ruleOf), fc.constantFrom(denied, prefixed, fromOneHost));

test('the change turns any rules of the brokers into the declared ones', () => {
  fc.assert(
    fc.property(fc.array(anyGrant), fc.array(anyRule), (grants, actual) => {
      const { addFirst, add, remove } = accessChange('admin', grants, actual);
      const key = (rule: AclRule): string => JSON.stringify(Object.entries(rule).sort());
      const after = new Set(actual.map(key));
      for (const rule of [...addFirst, ...add]) after.add(key(rule));
      for (const rule of remove) after.delete(key(rule));
      expect(after).toEqual(new Set(grants.map(ruleOf).map(key)));
    }),
  );
});
