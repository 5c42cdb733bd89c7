import { describe, expect, it } from 'vitest';
import { type Effect, effect } from '../../../../../../functions/shared/runtime/idioms/effect.ts';
import { TransientError } from '../../../../../../functions/shared/runtime/idioms/transient-error.ts';
import { delivered } from '../../../../../support/stock-commands.ts';

interface Call {
  readonly key: string;
  readonly name: string;
}

/** Records calls in order; the named calls throw `faults` once; a call may require a follow-up call. */
const world = (faults: Readonly<Record<string, Error>> = {}, followUps: Readonly<Record<string, string>> = {}) => {
  const next = new Map(Object.entries(followUps));
  const log: string[] = [];
  const remaining: number[] = [];
  const outcomes = new Map<string, string>();
  const left = new Map(Object.entries(faults));
  const spec: Effect<Call, string, string> = {
    key: ({ key }) => key,
    concurrency: 4,
    register: async ({ name }) => {
      log.push(`register ${name}`);
      const outcome = outcomes.get(name);
      return outcome === undefined ? { open: name } : { closed: outcome };
    },
    perform: async (name, deadline) => {
      log.push(`perform ${name}`);
      remaining.push(deadline.remainingMs());
      const fault = left.get(name);
      left.delete(name);
      if (fault !== undefined) throw fault;
      return `${name} done`;
    },
    conclude: async (name, outcome) => {
      log.push(`conclude ${name}`);
      outcomes.set(name, outcome);
      return next.has(name) ? { open: next.get(name) ?? '' } : { closed: outcome };
    },
    emits: (outcome) => [
      {
        type: 'ORDER_PAID',
        event_id: outcome,
        timestamp: '2026-11-22T06:00:00.000Z',
        trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
        metadata: { correlation_id: outcome, source: 'test', attempt: 1, schema_version: 1 },
      },
    ],
  };
  const run = async (...calls: readonly Call[]) => {
    const { emit, failed, rejected } = await effect(spec)(delivered('orders.created', calls));
    return {
      emitted: emit.map(({ event_id }) => event_id),
      failed: failed.map(({ received }) => received.event.name),
      rejected: rejected.map(({ received, cause }) => `${received.event.name}: ${cause}`),
    };
  };
  return { log, remaining, run, spec };
};

const call = (name: string, key = name): Call => ({ key, name });

describe('the effect', () => {
  it('registers the intent, performs the call, and stores the outcome before it emits', async () => {
    const { log, run } = world();
    expect((await run(call('x'))).emitted).toEqual(['x done']);
    expect(log).toEqual(['register x', 'perform x', 'conclude x']);
  });

  it('performs no call twice: re-emits the stored outcome', async () => {
    const { log, run } = world();
    await run(call('x'));
    expect((await run(call('x'))).emitted).toEqual(['x done']);
    expect(log.filter((line) => line === 'perform x')).toHaveLength(1);
  });

  it('performs a follow-up call, and emits the last outcome', async () => {
    const { log, run } = world({}, { x: 'y' });
    expect((await run(call('x'))).emitted).toEqual(['y done']);
    expect(log).toEqual(['register x', 'perform x', 'conclude x', 'perform y', 'conclude y']);
  });

  it('passes the deadline to the call', async () => {
    const { remaining, run, spec } = world();
    await run(call('x'));
    await effect(spec)(delivered('orders.created', [call('y')]), { remainingMs: () => 1_234 });
    expect(remaining).toEqual([Number.POSITIVE_INFINITY, 1_234]);
  });

  it('fails an unknown outcome and later events of its key for redelivery', async () => {
    const { log, run } = world({ x: new TransientError('timed out') });
    const outcome = await run(call('x', 'k'), call('y', 'k'), call('z'));
    expect(outcome).toEqual({ emitted: ['z done'], failed: ['x', 'y'], rejected: [] });
    expect(log).not.toContain('register y');
    expect((await run(call('x', 'k'), call('y', 'k'))).emitted).toEqual(['x done', 'y done']);
  });

  it('rejects a defect and continues with the key', async () => {
    const { run } = world({ x: new TypeError('no token') });
    expect(await run(call('x', 'k'), call('y', 'k'))).toEqual({
      emitted: ['y done'],
      failed: [],
      rejected: ['x: TypeError: no token'],
    });
  });
});
