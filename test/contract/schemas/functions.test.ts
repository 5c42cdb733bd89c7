import { describe, expect, it } from 'vitest';
import type { Declarations, FunctionDeclaration } from '../../../schemas/functions/declaration.ts';
import { declarationOf, functionNames } from '../../../schemas/functions/functions.ts';

const declared = functionNames.map((name) => ({ name, declaration: declarationOf(name) }));
const groups = declared.flatMap(({ name, declaration: { consumes = [] } }) =>
  consumes.map(({ group, topic }) => ({ name, group, topic })),
);

describe('declarations of functions', () => {
  it.each(groups)('the group $group begins with its function, so that a lag alarm names it', ({ name, group }) => {
    expect(group.startsWith(`${name.replace('/', '-')}.`)).toBe(true);
  });

  it('have a consumer group for each topic of a function, and no group twice', () => {
    expect(groups).not.toEqual([]);
    expect(new Set(groups.map(({ group }) => group)).size).toBe(groups.length);
    expect(new Set(groups.map(({ name, topic }) => `${name} ${topic}`)).size).toBe(groups.length);
  });

  it('end a scheduled run before the next begins', () => {
    const scheduled = declared.filter(({ declaration }) => declaration.everySeconds !== undefined);
    expect(scheduled).not.toEqual([]);
    for (const { declaration } of scheduled) {
      expect(declaration.timeoutSeconds).toBeLessThan(declaration.everySeconds ?? 0);
    }
  });

  it('give each table to one service; an auditor reads numbers of it, by the names of their attributes', () => {
    const owners = new Map<string, Set<string>>();
    for (const { name, declaration } of declared) {
      for (const variable of Object.values(declaration.environment)) {
        if (!('table' in variable)) continue;
        const reads = variable.access === 'read' && name === 'ops/conservation';
        if (reads && (variable.attributes !== undefined || variable.table === 'statements')) continue;
        const services = owners.get(variable.table) ?? new Set();
        owners.set(variable.table, services.add(name.split('/')[0] ?? ''));
      }
    }
    expect(owners.size).toBeGreaterThan(10);
    for (const [table, services] of owners) expect([...services], table).toHaveLength(1);
  });

  it('do not compile with what there is not', () => {
    const common = { principal: 'order', timeoutSeconds: 29, latency: 'critical' } as const;
    const called = { ...common, concurrency: 1, environment: {} } as const;
    const carts = { A: { table: 'carts', access: 'read' } } as const;
    const consumed = [{ topic: 'orders.created', group: 'g', only: ['ORDER_PAID'] }] as const;
    const mistakes = {
      // @ts-expect-error a service has functions of its own name
      name: { 'payment/saga': called } satisfies Declarations<'order'>,
      // @ts-expect-error there is no such table
      table: { ...called, environment: carts } satisfies FunctionDeclaration,
      // @ts-expect-error ORDER_PAID is not of this topic
      type: { ...common, environment: {}, recordsPerSecond: 1, consumes: consumed } satisfies FunctionDeclaration,
    };
    expect(Object.keys(mistakes)).toHaveLength(3);
  });
});
