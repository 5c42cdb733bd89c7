import kafkajs, { type Kafka } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { isLetIn } from '../../../../../functions/shared/runtime/kafka-client.ts';

const clientThat = (connect: () => Promise<void>) => {
  const calls: string[] = [];
  const admin = { connect, disconnect: async () => void calls.push('disconnect') };
  return { calls, kafka: { admin: () => admin } as unknown as Kafka };
};

// Its type says nothing of the message that its constructor needs.
const loginRefused: Error = Reflect.construct(kafkajs.KafkaJSSASLAuthenticationError, ['authentication failed']);

describe('isLetIn', () => {
  it.each([
    ['true where brokers take the login', async () => undefined, true],
    ['false where they refuse it', () => Promise.reject(loginRefused), false],
    // Whether they know the password is not known then: the newer one is as good as the older.
    ['true where they do not answer', () => Promise.reject(new kafkajs.KafkaJSConnectionError('no route')), true],
  ])('is %s', async (_, connect, expected) => {
    const { kafka, calls } = clientThat(connect);
    expect(await isLetIn(kafka)).toBe(expected);
    expect(calls).toEqual(['disconnect']);
  });
});
