import { describe, expect, it } from 'vitest';
import { ConsoleSession } from '../../../../bin/console/session.ts';

describe('a session of the console', () => {
  const session = new ConsoleSession(4568);
  const cookie = session.cookie('/console/');
  const [pair = ''] = cookie.split(';');

  it('is opened by its token alone', () => {
    expect(session.accepts(session.token)).toBe(true);
    for (const other of ['', `${session.token}x`, session.token.slice(1), new ConsoleSession(4568).token])
      expect(session.accepts(other)).toBe(false);
  });

  it('is kept in a cookie that no script reads and no other site sends', () => {
    expect(cookie).toMatch(/^orderstream-console-4568=[\w-]{43}; Path=\/console\/; HttpOnly; SameSite=Strict$/);
    expect(cookie).not.toContain(session.token);
  });

  it('is open for its cookie, among others', () => {
    expect(session.isOpenFor(pair)).toBe(true);
    expect(session.isOpenFor(`theme=dark; ${pair}; x=y=z`)).toBe(true);
  });

  it.each([
    ['none', undefined],
    ['the token in its place', `orderstream-console-4568=${session.token}`],
    ['an empty one', 'orderstream-console-4568='],
    ['that of an earlier server', new ConsoleSession(4568).cookie('/').split(';')[0]],
    ['its secret under the name of another port', pair.replace('4568', '4569')],
  ])('is not open for a cookie: %s', (_, sent) => {
    expect(session.isOpenFor(sent)).toBe(false);
  });
});
