import { percentile } from '../../bin/demo/percentile.ts';

/** Milliseconds. */
export interface Distribution {
  readonly p50: number;
  readonly p99: number;
  readonly samples: number;
}

const round = (n: number): number => Number(n.toFixed(2));

export const distribution = (milliseconds: readonly number[]): Distribution => ({
  p50: round(percentile(milliseconds, 0.5)),
  p99: round(percentile(milliseconds, 0.99)),
  samples: milliseconds.length,
});

/** Times `work` one call after the other; the first calls, which connect and compile, are left out. */
export const timed = async (
  samples: number,
  work: (n: number) => Promise<unknown>,
  warmUp = 20,
): Promise<Distribution> => {
  const milliseconds: number[] = [];
  for (let n = 0; n < warmUp + samples; n += 1) {
    const started = performance.now();
    await work(n);
    if (n >= warmUp) milliseconds.push(performance.now() - started);
  }
  return distribution(milliseconds);
};
