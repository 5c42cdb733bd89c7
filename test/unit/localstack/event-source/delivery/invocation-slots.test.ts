import { describe, expect, it } from 'vitest';
import { InvocationSlots } from '../../../../../localstack/event-source/delivery/invocation-slots.ts';
import { DispatchBench } from '../../../../support/event-source/dispatch-bench.ts';
import { functionError } from '../../../../support/event-source/fake-function.ts';
import { HeldFunction } from '../../../../support/event-source/held-function.ts';
import { VirtualClock } from '../../../../support/event-source/virtual-clock.ts';

const slowAfterMs = 500;

/** Mappings that share their slots. */
const mappings = (count: number, slotCount: number) => {
  const clock = new VirtualClock();
  const slots = new InvocationSlots(slotCount, slowAfterMs, clock);
  const benches = Array.from({ length: count }, () => {
    const held = new HeldFunction();
    return { held, bench: new DispatchBench({ clock, slots, function: held }) };
  });
  const concurrent = () => benches.map(({ held }) => held.concurrent);
  const release = async (index: number) => {
    benches[index]?.held.release();
    await clock.advance();
  };
  return { clock, benches: benches as [...typeof benches] & { 0: (typeof benches)[0] }, concurrent, release };
};

describe('slots for invocations', () => {
  it('limit how many run at once over all mappings, first come, first served', async () => {
    const { benches, concurrent, release } = mappings(3, 1);
    for (const { bench } of benches) await bench.poll(0, 1);
    expect(concurrent()).toEqual([1, 0, 0]);
    await release(0);
    expect(concurrent()).toEqual([0, 1, 0]);
    await benches[0].bench.poll(0, 1);
    await release(1);
    expect(concurrent()).toEqual([0, 0, 1]);
    await release(2);
    expect(concurrent()).toEqual([1, 0, 0]);
  });

  it('let batches grow while all are taken', async () => {
    const { benches, release } = mappings(2, 1);
    await benches[0].bench.poll(0, 1);
    for (const partition of [0, 1, 0]) await benches[1]?.bench.poll(partition, 2);
    await release(0);
    expect(benches[1]?.held.offsets()).toEqual([{ 0: [0, 1, 2, 3], 1: [0, 1] }]);
  });

  it('are given back by an invocation that takes long, once', async () => {
    const { clock, benches, concurrent, release } = mappings(3, 1);
    for (const { bench } of benches) await bench.poll(0, 1);
    await clock.advance(slowAfterMs - 1);
    expect(concurrent()).toEqual([1, 0, 0]);
    await clock.advance(1);
    expect(concurrent()).toEqual([1, 1, 0]);
    await release(0);
    expect(concurrent()).toEqual([0, 1, 0]);
  });

  it('pass from a mapping that stops to the next', async () => {
    const { benches, concurrent, release } = mappings(3, 1);
    for (const { bench } of benches) await bench.poll(0, 1);
    await benches[1]?.bench.dispatcher.close();
    await release(0);
    expect(concurrent()).toEqual([0, 0, 1]);
  });

  it('pass a mapping whose records are gone', async () => {
    const { benches, concurrent, release } = mappings(3, 1);
    for (const { bench } of benches) await bench.poll(0, 1);
    benches[1]?.bench.dispatcher.keepOnly(new Set());
    await release(0);
    expect(concurrent()).toEqual([0, 0, 1]);
  });

  it('hold up no failed batch for ever: its retry takes one, too', async () => {
    const { clock, benches, concurrent } = mappings(2, 1);
    await benches[0].bench.poll(0, 1);
    await benches[1]?.bench.poll(0, 1);
    benches[0].held.release(functionError);
    await clock.advance();
    expect(concurrent()).toEqual([0, 1]);
    await clock.advance(100);
    expect(concurrent()).toEqual([0, 1]);
    benches[1]?.held.release();
    await clock.advance();
    expect(concurrent()).toEqual([1, 0]);
  });
});
