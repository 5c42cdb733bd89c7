import { describe, expect, it } from 'vitest';
import { acceptedLogin } from '../../../../../functions/shared/runtime/accepted-login.ts';

const now = Date.parse('2026-11-22T12:00:00Z');
const minutesAgo = (minutes: number) => new Date(now - minutes * 60_000);
const login = (password: string, since: Date) => ({ username: 'order', password, since });

interface World {
  readonly madeMinutesAgo: number;
  readonly rotated?: boolean;
  /** The passwords that brokers take. */
  readonly taken: readonly string[];
}

const asked: string[] = [];
const accepted = async ({ madeMinutesAgo, rotated = true, taken }: World) => {
  asked.length = 0;
  const { password } = await acceptedLogin(
    {
      current: async () => login('new', minutesAgo(madeMinutesAgo)),
      previous: async () => (rotated ? login('old', minutesAgo(50_000)) : undefined),
      isAccepted: async (tried) => {
        asked.push(tried.password);
        return taken.includes(tried.password);
      },
    },
    now,
  );
  return password;
};

describe('acceptedLogin', () => {
  it('is by the old password until brokers know the new one', async () => {
    expect(await accepted({ madeMinutesAgo: 2, taken: ['old'] })).toBe('old');
    expect(await accepted({ madeMinutesAgo: 2, taken: ['new'] })).toBe('new');
  });

  it('asks nobody once brokers must know, or where there was no other password', async () => {
    expect(await accepted({ madeMinutesAgo: 16, taken: [] })).toBe('new');
    expect(asked).toEqual([]);
    expect(await accepted({ madeMinutesAgo: 1, rotated: false, taken: [] })).toBe('new');
    expect(asked).toEqual([]);
  });

  it('asks for as long as Amazon MSK may take, and some', async () => {
    await accepted({ madeMinutesAgo: 10.1, taken: ['new'] });
    expect(asked).toEqual(['new']);
  });
});
