import { describe, expect, it } from 'vitest';
import { pipelineFigures } from '../../../../../functions/ops/model/pipeline-figures-domain.ts';
import { consumerOf, lookAt, topicOf } from '../../../../support/pipeline-looks.ts';

const look = (seconds: number, end: number, committed: number, lag_records = end - committed) =>
  lookAt(seconds, {
    topics: [
      topicOf({ end_offsets: [end, 0], consumers: [consumerOf({ committed_offsets: [committed, 0], lag_records })] }),
    ],
  });
const figuresOf = (...[later, earlier]: Parameters<typeof pipelineFigures>) => {
  const { topics, seconds } = pipelineFigures(later, earlier);
  return { seconds, topic: topics[0], consumer: topics[0]?.consumers[0] };
};

describe('the figures of a look', () => {
  it('have the rates since an earlier look, by the times of the answers', () => {
    const { seconds, topic, consumer } = figuresOf(look(4, 140, 120), look(0, 100, 100));
    expect(seconds).toBe(4);
    expect(topic?.produced_per_second).toBe(10);
    expect(consumer?.consumed_per_second).toBe(5);
  });

  it('have no rates without an earlier look, or with the same one', () => {
    const first = look(0, 100, 100);
    for (const earlier of [undefined, first]) {
      const { seconds, topic, consumer } = figuresOf(first, earlier);
      expect([seconds, topic?.produced_per_second, consumer?.consumed_per_second]).toEqual([null, null, null]);
    }
  });

  it('have no rate where offsets fell: the topic was created again', () => {
    expect(figuresOf(look(4, 3, 0), look(0, 100, 100)).topic?.produced_per_second).toBeNull();
  });

  it('have the time until nothing is pending, at the rates of both sides', () => {
    // 20 records/s against 10: 100 pending records take ten seconds.
    expect(figuresOf(look(4, 140, 180, 100), look(0, 100, 100)).consumer?.drain_seconds).toBe(10);
  });

  it('have no such time where the consumer is no faster than its producers, and none is needed without lag', () => {
    expect(figuresOf(look(4, 140, 140, 7), look(0, 100, 100)).consumer?.drain_seconds).toBeNull();
    expect(figuresOf(look(4, 140, 140, 0), look(0, 100, 100)).consumer?.drain_seconds).toBe(0);
  });

  it('have no rate of a topic that the earlier look could not read', () => {
    expect(figuresOf(look(4, 140, 100), lookAt(0, { topics: [] })).topic?.produced_per_second).toBeNull();
  });

  it('leave out the offsets, of which they are computed', () => {
    const { topic, consumer } = figuresOf(look(4, 140, 120));
    expect(topic).not.toHaveProperty('end_offsets');
    expect(consumer).not.toHaveProperty('committed_offsets');
  });
});
