import { beforeEach, describe, expect, it } from 'vitest';
import { NoAnswer } from '../../../../bin/client/no-answer.ts';
import { ApiProblem } from '../../../../bin/client/orders-api.ts';
import { runWatch } from '../../../../bin/watch/run-watch.ts';
import type { PipelineFigures } from '../../../../functions/ops/model/pipeline-figures-domain.ts';
import { VirtualClock } from '../../../support/load/virtual-clock.ts';
import { lookAt } from '../../../support/pipeline-looks.ts';

const health = { orders: { accepted: 3, open: 1, paid: 2, cancelled: 0, payment_failed: 0 } };
const problem = (status: number) => new ApiProblem(status, { type: 'about:blank', title: 'No', status });

let clock: VirtualClock;
let shown: PipelineFigures[];
let failures: string[];
let requests: string[];
let stop: AbortController;
/** Answers of the next requests; then a look at the present time. */
let scripted: (Error | undefined)[];
let begun: number;

beforeEach(() => {
  clock = new VirtualClock();
  begun = clock.now();
  [shown, failures, requests, scripted] = [[], [], [], []];
  stop = new AbortController();
});

const watch = (once: boolean, looks = 3) => {
  const display = {
    show: (figures: PipelineFigures) => {
      shown.push(figures);
      if (shown.length === looks) stop.abort();
    },
    fail: (message: string) => void failures.push(message),
    end: () => undefined,
  };
  const send = async (_: string, path: string) => {
    requests.push(path);
    if (path !== '/admin/pipeline') return { status: 200, body: health };
    const fault = scripted.shift();
    if (fault !== undefined) throw fault;
    return { status: 200, body: lookAt((clock.now() - begun) / 1_000) };
  };
  const ports = { operator: { send }, clock, display, stop: stop.signal };
  return clock.run(runWatch(ports, { intervalMs: 2_000, once }));
};

describe('watching', () => {
  it('shows a look every interval, with the rates since the first', async () => {
    await watch(false);
    expect(shown.map(({ seconds }) => seconds)).toEqual([null, 2, 4]);
  });

  it('asks the views for the orders every ten seconds, not at each look', async () => {
    await watch(false, 7);
    expect(requests.filter((path) => path === '/admin/analytics/health')).toHaveLength(2);
    expect(shown.every(({ orders }) => orders?.accepted === 3)).toBe(true);
  });

  it('reports a look that fails and goes on', async () => {
    scripted = [problem(503), new NoAnswer(new URL('http://127.0.0.1:4567'), new Error('connect ECONNREFUSED'))];
    await watch(false, 1);
    expect(failures).toEqual(['503 No', 'no answer from http://127.0.0.1:4567: connect ECONNREFUSED']);
    expect(shown).toHaveLength(1);
  });

  it('ends where the operator may not look', async () => {
    scripted = [problem(403)];
    await expect(watch(false)).rejects.toThrow('403 No');
  });

  it('shows nothing more once it is stopped', async () => {
    stop.abort();
    await watch(false);
    expect(shown).toEqual([]);
  });

  it('once, looks twice and shows the second look with its rates', async () => {
    await watch(true);
    expect(shown.map(({ seconds }) => seconds)).toEqual([2]);
  });

  it('once, fails where a look does', async () => {
    scripted = [problem(503)];
    await expect(watch(true)).rejects.toThrow('503 No');
  });
});
