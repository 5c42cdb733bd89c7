import { createRequire } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeEach, expect, it } from 'vitest';

interface Namespace {
  readonly active: object | null;
  createContext(): object;
  enter(context: object): void;
  get(key: string): unknown;
  set(key: string, value: unknown): unknown;
  run(work: (context: object) => void): object;
  runAndReturn<T>(work: (context: object) => T): T;
  bind<T>(work: () => T, context?: object): () => T;
}

const { createNamespace, getNamespace, destroyNamespace } = createRequire(import.meta.url)(
  '../../../patches/async-context.cjs',
) as {
  readonly createNamespace: (name: string) => Namespace;
  readonly getNamespace: (name: string) => Namespace | undefined;
  readonly destroyNamespace: (name: string) => void;
};

let namespace: Namespace;
beforeEach(() => {
  namespace = createNamespace('tracing');
});

it('is found by its name until it is destroyed', () => {
  expect(getNamespace('tracing')).toBe(namespace);
  destroyNamespace('tracing');
  expect(getNamespace('tracing')).toBeUndefined();
});

it('has no value, and takes none, before a context is entered', () => {
  expect(namespace.active).toBeNull();
  expect(namespace.get('segment')).toBeUndefined();
  expect(() => namespace.set('segment', 1)).toThrow('No context available');
});

it('keeps what was set in the entered context, also for work that an earlier one started', async () => {
  const earlier = delay(5).then(() => namespace.get('segment'));
  namespace.enter(namespace.createContext());
  expect(namespace.set('segment', 'facade')).toBe('facade');
  expect(await earlier).toBe('facade');
});

it('separates concurrent work, which sees what was set around it', async () => {
  namespace.enter(namespace.createContext());
  namespace.set('segment', 'facade');
  const seen = await Promise.all(
    [20, 10].map((ms) =>
      namespace.runAndReturn(async () => {
        const outer = namespace.get('segment');
        namespace.set('segment', ms);
        await delay(ms);
        return [outer, namespace.get('segment')];
      }),
    ),
  );
  expect(seen).toEqual([
    ['facade', 20],
    ['facade', 10],
  ]);
  expect(namespace.get('segment')).toBe('facade');
});

it('binds a callback to the context of its time, or to a given one', () => {
  let later = (): unknown => undefined;
  const context = namespace.run(() => {
    namespace.set('segment', 'inner');
    later = namespace.bind(() => namespace.get('segment'));
  });
  expect(namespace.get('segment')).toBeUndefined();
  expect(later()).toBe('inner');
  expect(namespace.bind(() => namespace.get('segment'), context)()).toBe('inner');
});
