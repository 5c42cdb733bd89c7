import type { Pipeline, PipelineConsumer, PipelineTopic } from '../../schemas/generated/types.ts';

const healthy = { under_replicated_partitions: 0, offline_partitions: 0 };

export const consumerOf = (given: Partial<PipelineConsumer> = {}): PipelineConsumer => ({
  ...{ group: 'order-saga.orders', function: 'order/saga', latency: 'critical' },
  ...{ lag_records: 0, lag_seconds: 0, lost_records: 0, committed_offsets: [0, 0] },
  ...given,
});

export const topicOf = (given: Partial<PipelineTopic> = {}): PipelineTopic => ({
  ...{ topic: 'orders.created', end_offsets: [0, 0], ...healthy, recent: { seconds: 300, records: 0 } },
  dead_letters: { queue: 'orders.created.dlq', held: 0, recent: { seconds: 300, records: 0 }, ...healthy },
  consumers: [consumerOf()],
  ...given,
});

/** A look at the pipeline, some seconds after 2026-11-22T06:31:00Z. */
export const lookAt = (seconds: number, given: Partial<Pipeline> = {}): Pipeline => ({
  at: new Date(Date.parse('2026-11-22T06:31:00.000Z') + seconds * 1_000).toISOString(),
  ...healthy,
  topics: [topicOf()],
  unread: [],
  ...given,
});
