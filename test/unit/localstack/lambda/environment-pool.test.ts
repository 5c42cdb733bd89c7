import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EnvironmentPool, type PoolSettings } from '../../../../localstack/lambda/environment-pool.ts';
import { ThrottledError } from '../../../../localstack/lambda/invoker.ts';

class FakeEnvironment {
  usable = true;
  readonly number: number;
  constructor(number: number) {
    this.number = number;
  }
  kill(): void {
    this.usable = false;
  }
}

const poolOf = (settings: Partial<PoolSettings<FakeEnvironment>> = {}): EnvironmentPool<FakeEnvironment> => {
  let created = 0;
  const create = (): FakeEnvironment => {
    created += 1;
    return new FakeEnvironment(created);
  };
  return new EnvironmentPool({ limit: 3, atLimit: 'throttle', idleMs: 1000, create, ...settings });
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('an environment pool', () => {
  it('uses an environment again rather than creating another', async () => {
    const pool = poolOf();
    const first = await pool.acquire();
    pool.release(first);
    expect(await pool.acquire()).toBe(first);
    expect(pool.environments.size).toBe(1);
  });

  it('gives one environment to one caller', async () => {
    const pool = poolOf();
    expect(await pool.acquire()).not.toBe(await pool.acquire());
  });

  it('takes the most recently used first, so that the others fall idle', async () => {
    const pool = poolOf();
    const [a, b] = [await pool.acquire(), await pool.acquire()];
    pool.release(b);
    pool.release(a);
    vi.advanceTimersByTime(600);
    expect(await pool.acquire()).toBe(a);
    pool.release(a);
    vi.advanceTimersByTime(600);
    expect(b.usable).toBe(false);
    expect(a.usable).toBe(true);
    expect([...pool.environments]).toEqual([a]);
  });

  it('fills an environment that serves several callers before it takes another', async () => {
    const pool = poolOf({ callers: 2 });
    const [a, b, c] = [await pool.acquire(), await pool.acquire(), await pool.acquire()];
    expect(b).toBe(a);
    expect(c).not.toBe(a);
    pool.release(a);
    expect(await pool.acquire()).toBe(a);
  });

  it('ends a shared environment only when its last caller has left', async () => {
    const pool = poolOf({ callers: 2 });
    const shared = await pool.acquire();
    await pool.acquire();
    pool.release(shared);
    vi.advanceTimersByTime(2_000);
    expect(shared.usable).toBe(true);
    pool.release(shared);
    vi.advanceTimersByTime(2_000);
    expect(shared.usable).toBe(false);
    expect(pool.environments.size).toBe(0);
  });

  it('gives the room of a new environment to as many waiting callers', async () => {
    const pool = poolOf({ callers: 2, limit: 1, atLimit: 'wait' });
    const dead = await pool.acquire();
    await pool.acquire();
    const waiting = [1, 2, 3].map(() => pool.acquire());
    dead.usable = false;
    pool.release(dead);
    const [first, second] = await Promise.all(waiting.slice(0, 2));
    expect(first).toBe(second);
    expect(first).not.toBe(dead);
    pool.release(dead);
    if (first !== undefined) pool.release(first);
    expect(await waiting[2]).toBe(first);
  });

  it('does not end an environment that is in use, however long', async () => {
    const pool = poolOf();
    const environment = await pool.acquire();
    pool.release(environment);
    await pool.acquire();
    vi.advanceTimersByTime(60_000);
    expect(environment.usable).toBe(true);
  });

  it('throttles at the limit, and no longer once one is free', async () => {
    const pool = poolOf({ limit: 1 });
    const environment = await pool.acquire();
    await expect(pool.acquire()).rejects.toThrow(ThrottledError);
    pool.release(environment);
    expect(await pool.acquire()).toBe(environment);
  });

  it('throttles every call of a function whose reserved concurrency is 0', async () => {
    await expect(poolOf({ limit: 0 }).acquire()).rejects.toThrow(ThrottledError);
  });

  it('lets callers wait at the limit, first come first served, where it is configured to', async () => {
    const pool = poolOf({ limit: 1, atLimit: 'wait' });
    const environment = await pool.acquire();
    const order: string[] = [];
    const second = pool.acquire().then(() => order.push('second'));
    const third = pool.acquire().then(() => order.push('third'));
    pool.release(environment);
    await second;
    expect(order).toEqual(['second']);
    pool.release(environment);
    await third;
    expect(order).toEqual(['second', 'third']);
  });

  it('replaces an environment that died, for the next caller and for one who waits', async () => {
    const pool = poolOf({ limit: 1, atLimit: 'wait' });
    const first = await pool.acquire();
    const waiting = pool.acquire();
    first.usable = false;
    pool.release(first);
    const second = await waiting;
    expect(second).not.toBe(first);
    second.usable = false;
    pool.remove(second);
    expect((await pool.acquire()).number).toBe(3);
  });

  it('does not hand out an idle environment that has died', async () => {
    const pool = poolOf();
    const first = await pool.acquire();
    pool.release(first);
    first.usable = false;
    expect(await pool.acquire()).not.toBe(first);
    expect(pool.environments.size).toBe(1);
  });

  it('ends on demand those that are idle, and only those', async () => {
    const pool = poolOf();
    const [busy, idle] = [await pool.acquire(), await pool.acquire()];
    pool.release(idle);
    pool.endIdle();
    expect([busy.usable, idle.usable]).toEqual([true, false]);
    expect(pool.environments).toEqual(new Set([busy]));
    expect(await pool.acquire()).not.toBe(idle);
  });

  it('ends all and refuses callers, also those that wait, when closed', async () => {
    const pool = poolOf({ limit: 1, atLimit: 'wait' });
    const environment = await pool.acquire();
    const refused = expect(pool.acquire()).rejects.toThrow('shutting down');
    pool.close();
    await refused;
    expect(environment.usable).toBe(false);
    await expect(pool.acquire()).rejects.toThrow('shutting down');
  });
});
