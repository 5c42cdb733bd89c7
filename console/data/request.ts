import { parseExactJson } from '../../functions/shared/kernel/exact-json.ts';
import type { Problem } from '../../schemas/generated/types.ts';
import { routes } from '../../schemas/routes.ts';
import type { About, Answers, BrokerState, Mailbox, Statistics } from './answers.ts';
import { connection } from './connection.ts';

/** A request that failed: the problem that answered it, or none where nothing answered. */
export class RequestFault extends Error {
  override readonly name = 'RequestFault';
  /** HTTP status; 0 without an answer. */
  readonly status: number;
  /** Every field that is wrong. */
  readonly fields: NonNullable<Problem['errors']>;

  constructor(status: number, message: string, fields: NonNullable<Problem['errors']> = []) {
    super(message);
    this.status = status;
    this.fields = fields;
  }
}

interface Sent {
  readonly body?: unknown;
  /** Names the request: a repetition has the same effect and answer. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

const noSession = 'urn:orderstream:console:no-session';

const faultOf = (status: number, text: string): RequestFault => {
  try {
    const { title, detail, errors, type, message } = JSON.parse(text) as Partial<Problem> & {
      readonly message?: string;
    };
    if (type === noSession) connection.value = 'ended';
    const what = [title ?? message ?? `Status ${status}`, detail].filter((part) => part !== undefined);
    return new RequestFault(status, what.join(': '), errors);
  } catch {
    return new RequestFault(status, `Status ${status}`);
  }
};

/** @param path below the console's own. @throws {RequestFault} any answer but a 2xx, or none. */
const request = async (method: string, path: string, { body, idempotencyKey, signal }: Sent = {}): Promise<unknown> => {
  const response = await fetch(path, {
    method,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal !== undefined && { signal }),
  }).catch(() => {
    if (signal?.aborted !== true) connection.value = 'lost';
    throw new RequestFault(0, 'The server of the console does not answer', []);
  });
  const text = await response.text();
  if (response.ok) {
    connection.value = 'ok';
    return text === '' ? undefined : parseExactJson(text);
  }
  connection.value = response.status === 502 ? 'unreachable' : 'ok';
  throw faultOf(response.status, text);
};

type RouteName = keyof Answers & keyof typeof routes;

interface Call extends Sent {
  /** Values of the parameters in the path. */
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
}

const withParams = (template: string, params: Readonly<Record<string, string>>): string =>
  template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));

const queryOf = (query: NonNullable<Call['query']>): string => {
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
};

/** Calls a route of the HTTP API by its operation id. @throws {RequestFault} */
export const call = async <N extends RouteName>(
  name: N,
  { params = {}, query = {}, ...sent }: Call = {},
): Promise<Answers[N]> => {
  const { method, path } = routes[name];
  return (await request(method, `api${withParams(path, params)}${queryOf(query)}`, sent)) as Answers[N];
};

export const about = async (): Promise<About> => (await request('GET', 'about')) as About;

export const statistics = async (signal: AbortSignal): Promise<Statistics> =>
  (await request('GET', 'local/statistics', { signal })) as Statistics;

export type BrokerAction = 'kill' | 'stop' | 'restart' | 'pause' | 'resume';

export const actOnBroker = async (name: string, action: BrokerAction): Promise<BrokerState> =>
  (await request('POST', `local/kafka/nodes/${name}/${action}`)) as BrokerState;

/** Messages of one user, or of all. */
export const mailbox = async (user: string, signal: AbortSignal): Promise<Mailbox> =>
  (await request('GET', `local/messages${queryOf({ user: user || undefined })}`, { signal })) as Mailbox;

/** Address of the HTML of a message, for a frame. */
export const messageFrame = (user: string, notification: string): string =>
  `local/messages/${encodeURIComponent(user)}/${encodeURIComponent(notification)}/html`;
