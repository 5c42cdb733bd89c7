/** The behaviour that a token of the simulated gateway selects. */
export interface SimulatedCard {
  readonly answer: { readonly status: 'approved' } | { readonly status: 'declined'; readonly reason: string };
  /** Delay of the answer. */
  readonly answersAfterMs?: number;
  /** Number of first attempts that fail: with an error, or without an answer. Nothing is recorded. */
  readonly failing?: { readonly attempts: number; readonly as: 'error' | 'no-answer' };
  /** Recorded, but the answer is lost. */
  readonly answerLost?: boolean;
}

const approved = { status: 'approved' } as const;
const slowMs = 500;

/** By prefix; the argument follows it after an underscore. */
const cards: readonly (readonly [string, (argument: string | undefined) => SimulatedCard])[] = [
  ['tok_approve', () => ({ answer: approved })],
  ['tok_decline', (reason = 'card_declined') => ({ answer: { status: 'declined', reason } })],
  ['tok_slow', (ms) => ({ answer: approved, answersAfterMs: numberIn(ms, slowMs) })],
  ['tok_flaky', (times) => ({ answer: approved, failing: { attempts: numberIn(times, 1), as: 'error' } })],
  ['tok_timeout_charged', () => ({ answer: approved, answerLost: true })],
  ['tok_timeout', (times) => ({ answer: approved, failing: { attempts: numberIn(times, 1), as: 'no-answer' } })],
  ['tok_error', () => ({ answer: approved, failing: { attempts: Number.POSITIVE_INFINITY, as: 'error' } })],
];

const numberIn = (argument: string | undefined, otherwise: number): number =>
  argument !== undefined && /^\d{1,6}$/.test(argument) ? Number(argument) : otherwise;

/**
 * The tokens of the simulated gateway. A suffix after an underscore is the argument of the names below that take one,
 * and ignored otherwise (`tok_approve_visa`).
 *
 * - `tok_approve`: approved.
 * - `tok_decline`, `tok_decline_<reason>`: declined, for that reason.
 * - `tok_slow`, `tok_slow_<ms>`: approved, after half a second or that many milliseconds. Beyond the timeout of a call,
 *   the charge is recorded and its answer comes too late.
 * - `tok_flaky`, `tok_flaky_<n>`: the first attempt, or the first n, fail with an error; then approved.
 * - `tok_timeout`, `tok_timeout_<n>`: the first attempt, or the first n, get no answer in time and charge nothing; then
 *   approved.
 * - `tok_timeout_charged`: charged, but the answer is lost: only a look-up finds the outcome.
 * - `tok_error`: always an error, never charged.
 * - any other: declined, `invalid_token`.
 */
export const simulatedCard = (token: string): SimulatedCard => {
  for (const [name, card] of cards) {
    if (token.startsWith(name)) return card(/^_(.+)$/.exec(token.slice(name.length))?.[1]);
  }
  return { answer: { status: 'declined', reason: 'invalid_token' } };
};
