import { describe, expect, it } from 'vitest';
import { acls } from '../../../schemas/access-matrix.ts';
import { groupsSeenBy, observers, principals, type Topic, topicNames, topics } from '../../../schemas/catalogue.ts';

const rulesOf = (principal: string, resourceName: string) =>
  acls
    .filter((acl) => acl.principal === principal && acl.resourceName === resourceName)
    .map(({ operation }) => operation);

const observed = topicNames.flatMap((topic) => {
  const { consumers }: Topic = topics[topic];
  return consumers.flatMap(({ group, principal, observedBy = [] }) =>
    [...observedBy, ...observers].map((observer) => ({ topic, group, principal, observer })),
  );
});

describe('who observes a consumer group', () => {
  it('is at least one principal', () => {
    expect(observed).not.toEqual([]);
  });

  it.each(observed)('$observer sees how far $group has come, and reads nothing of it', ({ observer, group }) => {
    expect(rulesOf(observer, group)).toEqual(['Describe']);
  });

  it.each(observed)('$observer sees where $topic ends', ({ observer, topic }) => {
    expect(rulesOf(observer, topic)).toContain('Describe');
  });

  it('sees its own and those that it observes', () => {
    expect(groupsSeenBy('order').map(({ group }) => group)).toEqual([
      'order-saga.orders',
      'inventory-router.orders',
      'payment-charge.orders',
      'order-saga.payments',
      'inventory-ledger.commands',
      'order-saga.inventory',
    ]);
  });

  it('may describe every group that it sees, with its topic', () => {
    for (const principal of principals) {
      for (const { group, topic } of groupsSeenBy(principal)) {
        expect(rulesOf(principal, group)).toContain('Describe');
        expect(rulesOf(principal, topic)).toContain('Describe');
      }
    }
  });
});
