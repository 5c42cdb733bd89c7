import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Idiom } from '../../shared/runtime/idioms/idiom.ts';
import { createTelemetry } from '../../shared/runtime/telemetry/telemetry.ts';
import type { Count, CountName } from '../model/ports.ts';

/** Accumulates counts until they are taken. */
export const tally = () => {
  const sums = new Map<CountName, number>();
  const count: Count = (name) => {
    sums.set(name, (sums.get(name) ?? 0) + 1);
  };
  const taken = (): Readonly<Record<string, number>> => {
    const counts = Object.fromEntries(sums);
    sums.clear();
    return counts;
  };
  return { count, taken };
};

/** Publishes the idiom's counts as metrics after each batch. */
export const measured = <E>(idiom: Idiom<E>, taken: () => Readonly<Record<string, number>>): Idiom<E> => {
  const { metrics } = createTelemetry();
  return async (received, deadline) => {
    try {
      return await idiom(received, deadline);
    } finally {
      const counts = Object.entries(taken());
      for (const [name, sum] of counts) metrics.addMetric(name, MetricUnit.Count, sum);
      if (counts.length > 0) metrics.publishStoredMetrics();
    }
  };
};
