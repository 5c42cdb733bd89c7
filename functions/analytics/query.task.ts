import type { ScheduledWork } from '../shared/runtime/scheduled-task.ts';
import type { Wiring } from '../shared/runtime/wiring.ts';
import { analyticsHealth, type HealthPorts, healthMetrics } from './health.ts';
import type { QueryEnvironment } from './query.env.ts';
import { dynamodbViewReader } from './view-reader.dynamodb.ts';

/** `analytics/query`, when a schedule makes it measure. */
export const queryTask = (
  { client, clock, environment }: Wiring<QueryEnvironment>,
  { positions }: Pick<HealthPorts, 'positions'>,
): ScheduledWork<never> => {
  const health = analyticsHealth({ views: dynamodbViewReader(client, environment.VIEWS_TABLE), positions, clock });
  return { emits: {}, task: async () => healthMetrics(await health()) };
};
