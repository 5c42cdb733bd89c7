import type { AnalyticsOrders, Pipeline, PipelineConsumer, PipelineTopic } from '../../../schemas/generated/types.ts';

export interface ConsumerFigures extends Omit<PipelineConsumer, 'committed_offsets'> {
  /** Records a second; null until there are two looks. */
  readonly consumed_per_second: number | null;
  /** Until nothing is pending, at these rates; 0 where nothing is, null where it is not known, or does not end. */
  readonly drain_seconds: number | null;
}

interface TopicFigures extends Omit<PipelineTopic, 'end_offsets' | 'consumers'> {
  readonly produced_per_second: number | null;
  readonly consumers: readonly ConsumerFigures[];
}

/** One look at the pipeline, with the rates since an earlier one. */
export interface PipelineFigures extends Omit<Pipeline, 'topics'> {
  /** Between the two looks; null without an earlier one. */
  readonly seconds: number | null;
  readonly topics: readonly TopicFigures[];
  /** Accepted orders by account, as the views have counted them; absent where they do not answer. */
  readonly orders?: AnalyticsOrders;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);

const round = (rate: number): number => Math.round(rate * 10) / 10;

/** Offsets fall only where a topic was deleted and created again: then there is no rate. */
const rateOf = (earlier: readonly number[] | undefined, later: readonly number[], seconds: number | null) => {
  if (earlier === undefined || seconds === null) return null;
  const growth = sum(later) - sum(earlier);
  return growth < 0 ? null : growth / seconds;
};

const drainOf = (lag: number, produced: number | null, consumed: number | null): number | null => {
  if (lag === 0) return 0;
  if (produced === null || consumed === null || consumed <= produced) return null;
  return Math.ceil(lag / (consumed - produced));
};

const topicOf = (later: PipelineTopic, earlier: PipelineTopic | undefined, seconds: number | null): TopicFigures => {
  const { end_offsets, consumers, ...rest } = later;
  const produced = rateOf(earlier?.end_offsets, end_offsets, seconds);
  return {
    ...rest,
    produced_per_second: produced === null ? null : round(produced),
    consumers: consumers.map(({ committed_offsets, ...consumer }) => {
      const before = earlier?.consumers.find(({ group }) => group === consumer.group);
      const consumed = rateOf(before?.committed_offsets, committed_offsets, seconds);
      return {
        ...consumer,
        consumed_per_second: consumed === null ? null : round(consumed),
        drain_seconds: drainOf(consumer.lag_records, produced, consumed),
      };
    }),
  };
};

/** @param earlier undefined for the first look. */
export const pipelineFigures = (later: Pipeline, earlier?: Pipeline, orders?: AnalyticsOrders): PipelineFigures => {
  const ms = earlier === undefined ? 0 : Date.parse(later.at) - Date.parse(earlier.at);
  // Callers within a second receive one look: it is no later than itself.
  const seconds = ms > 0 ? ms / 1_000 : null;
  return {
    ...later,
    seconds,
    topics: later.topics.map((topic) =>
      topicOf(
        topic,
        earlier?.topics.find((one) => one.topic === topic.topic),
        seconds,
      ),
    ),
    ...(orders && { orders }),
  };
};
