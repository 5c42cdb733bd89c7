import type { Dependencies } from '../../shared/runtime/handlers/dependencies.ts';
import type { ScheduledWork } from '../../shared/runtime/handlers/scheduled-task.ts';
import { dynamodbViewReader } from '../store/view-reader.dynamodb.ts';
import { analyticsHealth, type HealthPorts, healthMetrics } from './health.ts';
import type { QueryEnvironment } from './query.env.ts';

/** `analytics/query` on a schedule: measures the views' health. */
export const queryTask = (
  { client, clock, environment }: Dependencies<QueryEnvironment>,
  { positions }: Pick<HealthPorts, 'positions'>,
): ScheduledWork<never> => {
  const health = analyticsHealth({ views: dynamodbViewReader(client, environment.VIEWS_TABLE), positions, clock });
  return { emits: {}, task: async () => healthMetrics(await health()) };
};
