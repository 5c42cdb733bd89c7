import { randomBytes } from 'node:crypto';

export interface TraceHeader {
  /** As the function gets it. */
  readonly toFunction: string;
  /** As the client gets it back. */
  readonly toClient: string;
}

/**
 * An incoming trace keeps its Root, its Parent if it has one (else one is made), and whether it is sampled; without one,
 * the function sees a new Root only, as in the recorded events (rest-api-rules A14).
 */
export function traceHeader(incoming: string | undefined, epochMs: number): TraceHeader {
  const fields = new Map(
    (incoming ?? '').split(';').flatMap((field) => {
      const [name = '', value] = field.trim().split('=', 2);
      return value === undefined ? [] : [[name.toLowerCase(), value] as const];
    }),
  );
  const incomingRoot = fields.get('root');
  const root = incomingRoot ?? newRoot(epochMs);
  const parent = fields.get('parent') ?? randomBytes(8).toString('hex');
  const sampled = fields.get('sampled') ?? (fields.has('parent') ? '1' : '0');
  const complete = `Root=${root};Parent=${parent};Sampled=${sampled}`;
  return { toFunction: incomingRoot === undefined ? `Root=${root}` : complete, toClient: complete };
}

function newRoot(epochMs: number): string {
  const seconds = Math.floor(epochMs / 1000)
    .toString(16)
    .padStart(8, '0');
  return `1-${seconds}-${randomBytes(12).toString('hex')}`;
}
