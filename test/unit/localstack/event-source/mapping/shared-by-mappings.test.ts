import { describe, expect, it } from 'vitest';
import { sharedByMappings } from '../../../../../localstack/event-source/mapping/shared-by-mappings.ts';
import { RunningWork } from '../../../../../localstack/lambda/running-work.ts';
import { DispatchBench } from '../../../../support/event-source/dispatch-bench.ts';
import { VirtualClock } from '../../../../support/event-source/virtual-clock.ts';

const platform = () => {
  const clock = new VirtualClock();
  const clientWork = new RunningWork(() => clock.now(), 0);
  const shared = sharedByMappings(clock, 2, clientWork);
  const bench = (latency: 'critical' | 'background') =>
    new DispatchBench({ clock, precedence: () => shared.precedence[latency] });
  /** A request, answered by the returned function. */
  const request = (work = clientWork) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    void work.during(() => promise);
    return async () => {
      resolve();
      await clock.advance();
    };
  };
  return { clock, shared, bench, request };
};

describe('precedence', () => {
  it('lets requests of clients pass before a critical batch, which grows meanwhile', async () => {
    const { clock, bench, request } = platform();
    const critical = bench('critical');
    const answer = request();
    await critical.poll(0, 1);
    await clock.advance(500);
    await critical.poll(1, 1);
    expect(critical.function.invocations).toEqual([]);
    await answer();
    await clock.advance(10);
    expect(critical.function.offsets()).toEqual([{ 0: [0], 1: [0] }]);
  });

  it('holds up a critical batch for a second at the most', async () => {
    const { clock, bench, request } = platform();
    const critical = bench('critical');
    request();
    await critical.poll(0, 1);
    await clock.advance(999);
    expect(critical.function.invocations).toEqual([]);
    await clock.advance(1);
    expect(critical.function.invocations).toHaveLength(1);
  });

  it('holds up no critical batch while no client waits', async () => {
    const { shared, bench, request } = platform();
    request(shared.criticalWork);
    const critical = bench('critical');
    await critical.poll(0, 1);
    expect(critical.function.invocations).toHaveLength(1);
  });

  it.each(['clients', 'critical batches'])('lets %s pass before a background batch', async (first) => {
    const { clock, shared, bench, request } = platform();
    const background = bench('background');
    const answer = first === 'clients' ? request() : request(shared.criticalWork);
    await background.poll(0, 1);
    await clock.advance(5_000);
    expect(background.function.invocations).toEqual([]);
    await answer();
    await clock.advance(400);
    expect(background.function.invocations).toHaveLength(1);
  });
});
