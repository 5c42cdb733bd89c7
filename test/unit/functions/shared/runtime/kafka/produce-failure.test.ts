import { describe, expect, it } from 'vitest';
import { judgeAttempt } from '../../../../../../functions/shared/runtime/kafka/produce-failure.ts';

const protocolError = (type: string): Error => Object.assign(new Error(type), { type });
const named = (name: string): Error => Object.assign(new Error(name), { name });
const wrapped = (cause: Error): Error => new Error('Retries exceeded', { cause });

const single = { reachedLeaders: true, singleRecord: true };

describe('a failed attempt to produce', () => {
  it.each(['KafkaJSConnectionError', 'KafkaJSRequestTimeoutError', 'KafkaJSSASLAuthenticationError'])(
    'has written nothing before it came to the leaders: %s',
    (name) => {
      expect(judgeAttempt(named(name), { reachedLeaders: false, singleRecord: false }).mayBeWritten).toBe(false);
    },
  );

  it.each(['KafkaJSConnectionError', 'KafkaJSConnectionClosedError', 'KafkaJSRequestTimeoutError'])(
    'may have written after that: %s',
    (name) => {
      expect(judgeAttempt(named(name), single).mayBeWritten).toBe(true);
    },
  );

  it.each([
    ['NOT_ENOUGH_REPLICAS', false],
    ['NOT_LEADER_FOR_PARTITION', false],
    ['MESSAGE_TOO_LARGE', false],
    ['NOT_ENOUGH_REPLICAS_AFTER_APPEND', true],
    ['REQUEST_TIMED_OUT', true],
    ['LEADER_NOT_AVAILABLE', true],
  ])('with %s may have written: %s', (type, mayBeWritten) => {
    expect(judgeAttempt(wrapped(protocolError(type)), single).mayBeWritten).toBe(mayBeWritten);
  });

  it('of several records may have written the records of other partitions', () => {
    const failure = judgeAttempt(protocolError('NOT_ENOUGH_REPLICAS'), { reachedLeaders: true, singleRecord: false });
    expect(failure.mayBeWritten).toBe(true);
  });

  it.each(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'INVALID_RECORD'])(
    'is the fault of a record with %s',
    (type) => {
      expect(judgeAttempt(wrapped(protocolError(type)), single)).toMatchObject({ faultOfRecord: type });
    },
  );

  it.each(['TOPIC_AUTHORIZATION_FAILED', 'NOT_ENOUGH_REPLICAS', 'CORRUPT_MESSAGE', 'UNKNOWN_TOPIC_OR_PARTITION'])(
    'is no record’s fault with %s',
    (type) => {
      expect(judgeAttempt(protocolError(type), single).faultOfRecord).toBeUndefined();
    },
  );

  it('is permanent without permissions, and out of step after sequence errors', () => {
    expect(judgeAttempt(protocolError('TOPIC_AUTHORIZATION_FAILED'), single)).toMatchObject({ permanent: true });
    expect(judgeAttempt(protocolError('NOT_ENOUGH_REPLICAS'), single)).toMatchObject({ permanent: false });
    expect(judgeAttempt(protocolError('OUT_OF_ORDER_SEQUENCE_NUMBER'), single)).toMatchObject({ outOfStep: true });
  });
});
