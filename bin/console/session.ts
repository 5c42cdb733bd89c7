import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const secretBytes = 32;
const newSecret = (): string => randomBytes(secretBytes).toString('base64url');
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
/** Takes the same time wherever they differ, and whatever their lengths. */
const same = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));

/**
 * The operator's session with one console server, as long as that runs. The token of the start link opens it; the browser then keeps
 * another secret in a cookie, so that neither address bar nor history hold what opens the session in the next request.
 */
export class ConsoleSession {
  /** For the start link. */
  readonly token = newSecret();
  readonly #secret = newSecret();
  readonly #name: string;

  /** @param port browsers send cookies to every port of a host: the name distinguishes consoles. */
  constructor(port: number) {
    this.#name = `orderstream-console-${port}`;
  }

  /** Whether this is the token of the start link. */
  accepts(token: string): boolean {
    return same(token, this.token);
  }

  /** The value of `Set-Cookie`. Not `Secure`: the server is on loopback, without TLS. */
  cookie(path: string): string {
    return `${this.#name}=${this.#secret}; Path=${path}; HttpOnly; SameSite=Strict`;
  }

  /** Whether the `Cookie` header of a request has the session's secret. */
  isOpenFor(cookies = ''): boolean {
    return cookies.split(';').some((pair) => {
      const [name, ...value] = pair.trim().split('=');
      return name === this.#name && same(value.join('='), this.#secret);
    });
  }
}
