import fc from 'fast-check';
import kafkajs from 'kafkajs';
import { describe, expect, it } from 'vitest';
import type { ScramCredentials } from '../../../../../../functions/shared/runtime/kafka/scram-credentials.ts';
import { scramLogins } from '../../../../../../functions/shared/runtime/kafka/scram-logins.ts';

const login = (password: string): ScramCredentials => ({ username: 'order', password });

/** A secret, brokers that accept one of its passwords, and a client that connects until it is accepted or has no other login. */
const rotation = () => {
  const state = { current: 'one', previous: undefined as string | undefined, known: 'one', now: 0, reads: 0 };
  const logins = scramLogins(
    {
      current: async () => {
        state.reads += 1;
        return login(state.current);
      },
      previous: async () => (state.previous === undefined ? undefined : login(state.previous)),
    },
    () => state.now,
  );
  const connect = async (): Promise<'in' | 'refused'> => {
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      const tried = await logins.next();
      if (tried.password === state.known) return 'in';
      if (!(await logins.refused(tried))) return 'refused';
    }
    throw new Error('tried the same passwords over and over');
  };
  const rotate = (password: string) => Object.assign(state, { previous: state.current, current: password });
  return { state, logins, connect, rotate };
};

describe('the logins of a principal', () => {
  it('are read once while brokers accept them', async () => {
    const { state, connect } = rotation();
    for (let time = 0; time < 5; time += 1) expect(await connect()).toBe('in');
    expect(state.reads).toBe(1);
  });

  it('keep the previous password until brokers accept the new one, and change immediately', async () => {
    const { state, connect, rotate } = rotation();
    await connect();
    rotate('two');
    expect(await connect()).toBe('in');
    state.known = 'two';
    expect(await connect()).toBe('in');
  });

  it('use the previous password in an environment that starts before brokers accept the new one', async () => {
    const { connect, rotate } = rotation();
    rotate('two');
    expect(await connect()).toBe('in');
  });

  it('fail if brokers accept neither, and are retried later', async () => {
    const { state, connect, rotate } = rotation();
    rotate('two');
    state.known = 'three';
    expect(await connect()).toBe('refused');
    state.now += 5_000;
    state.known = 'two';
    expect(await connect()).toBe('in');
  });

  it('fail at the first refusal of the only password', async () => {
    const { state, connect } = rotation();
    state.known = 'other';
    expect(await connect()).toBe('refused');
  });

  it('change once for connections that are refused concurrently', async () => {
    const { logins, rotate } = rotation();
    rotate('two');
    const tried = await logins.next();
    expect(await Promise.all([logins.refused(tried), logins.refused(tried)])).toEqual([true, true]);
    expect((await logins.next()).password).toBe('one');
  });

  it('always succeed while the secret contains the password that brokers accept', async () => {
    const step = fc.constantFrom<'connect' | 'rotate' | 'learn' | 'wait'>('connect', 'rotate', 'learn', 'wait');
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { state, connect, rotate } = rotation();
        for (const [place, each] of steps.entries()) {
          // Secrets Manager begins no rotation before brokers accept the last password.
          if (each === 'rotate' && state.known === state.current) rotate(`password ${place}`);
          else if (each === 'learn') Object.assign(state, { known: state.current, now: state.now + 60_000 });
          else if (each === 'wait') state.now += 60_000;
          else expect(await connect()).toBe('in');
        }
      }),
    );
  });
});

describe('kafkajs', () => {
  it('retries a failed connection and not a refused one, on which the authentication relies', () => {
    expect(new kafkajs.KafkaJSConnectionError('refused').retriable).toBe(true);
    const refusal: { retriable: boolean } = Reflect.construct(kafkajs.KafkaJSSASLAuthenticationError, ['refused']);
    expect(refusal.retriable).toBe(false);
  });
});
