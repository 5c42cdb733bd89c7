import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runInDependencyOrder, type Task } from '../../../../localstack/template/dependency-graph.ts';

const tasksOf = (
  graph: Readonly<Record<string, readonly string[]>>,
  run: (name: string) => Promise<void>,
): ReadonlyMap<string, Task> =>
  new Map(
    Object.entries(graph).map(([name, dependsOn]) => [name, { dependsOn: new Set(dependsOn), run: () => run(name) }]),
  );

describe('running tasks in dependency order', () => {
  it('runs each task once, after those it depends on, whatever the graph', async () => {
    const acyclic = fc.array(fc.array(fc.nat(), { maxLength: 4 }), { maxLength: 12 }).map((rows) =>
      // Task n depends on tasks with a smaller number only.
      Object.fromEntries(rows.map((row, n) => [`t${n}`, n === 0 ? [] : row.map((other) => `t${other % n}`)])),
    );
    await fc.assert(
      fc.asyncProperty(acyclic, async (graph) => {
        const done: string[] = [];
        const run = async (name: string): Promise<void> => {
          expect(done).toEqual(expect.arrayContaining([...(graph[name] ?? [])]));
          await Promise.resolve();
          done.push(name);
        };
        await runInDependencyOrder(tasksOf(graph, run));
        expect([...done].sort()).toEqual(Object.keys(graph).sort());
      }),
    );
  });

  it('runs independent tasks at the same time', async () => {
    const bothRunning = Promise.withResolvers<void>();
    let running = 0;
    const run = async (): Promise<void> => {
      running += 1;
      if (running === 2) bothRunning.resolve();
      await bothRunning.promise;
    };
    await runInDependencyOrder(tasksOf({ a: [], b: [] }, run));
    expect(running).toBe(2);
  });

  it('names the members of a circle and runs nothing', async () => {
    const ran: string[] = [];
    const run = async (name: string): Promise<void> => {
      ran.push(name);
    };
    const graph = { start: ['a'], a: ['b'], b: ['c'], c: ['a'] };
    await expect(runInDependencyOrder(tasksOf(graph, run))).rejects.toThrow('circular dependency: a → b → c → a');
    expect(ran).toEqual([]);
  });

  it('names a dependency that does not exist', async () => {
    const tasks = tasksOf({ a: ['missing'] }, async () => undefined);
    await expect(runInDependencyOrder(tasks)).rejects.toThrow('a depends on missing, which does not exist');
  });

  it('starts nothing after a failure, and waits for what is running', async () => {
    const events: string[] = [];
    const slow = Promise.withResolvers<void>();
    const run = async (name: string): Promise<void> => {
      events.push(`start ${name}`);
      if (name === 'broken') {
        slow.resolve();
        throw new Error('it broke');
      }
      if (name === 'slow') {
        await slow.promise;
        await new Promise(setImmediate);
      }
      events.push(`end ${name}`);
    };
    const graph = { slow: [], broken: [], afterBroken: ['broken'], afterSlow: ['slow'] };
    await expect(runInDependencyOrder(tasksOf(graph, run))).rejects.toThrow('it broke');
    expect(events).toEqual(['start slow', 'start broken', 'end slow']);
  });
});
