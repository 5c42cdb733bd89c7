/** Rate limit of messages per user: `burst` at once, then one more every `refillMs`. */
export interface Limits {
  readonly burst: number;
  readonly refillMs: number;
}

/**
 * A user's token bucket, stored as the time (ms) at which it is full again, so that an idle bucket needs no updates. Includes the
 * end of the user's queue, so that no message overtakes it.
 */
export interface Allowance {
  readonly full_at: number;
  /** Incremented by each change. */
  readonly version: number;
  /** Present while notifications of the user are queued. */
  readonly queue?: {
    /** Time (ms) of the next round of the queue. */
    readonly wake_at: number;
    /** Time (ms) at which its last entry is due. */
    readonly last_due_at: number;
  };
}

/** The allowance of a user without messages. */
export const fullAllowance: Allowance = { full_at: 0, version: 0 };

/** Messages that may be sent now. */
export const available = ({ full_at }: Allowance, { burst, refillMs }: Limits, now: number): number =>
  Math.max(0, Math.floor(burst - Math.max(0, full_at - now) / refillMs));

/** The time (ms) at which the next message may be sent. */
export const nextAt = ({ full_at }: Allowance, { burst, refillMs }: Limits, now: number): number =>
  Math.max(now, full_at - (burst - 1) * refillMs);

const changed = (allowance: Allowance, change: Partial<Allowance>): Allowance => ({
  ...allowance,
  ...change,
  version: allowance.version + 1,
});

/** Takes at most `wanted` available tokens, for due entries of the queue. */
export const take = (
  allowance: Allowance,
  limits: Limits,
  now: number,
  wanted: number,
): { readonly taken: number; readonly allowance: Allowance } => {
  const taken = Math.min(wanted, available(allowance, limits, now));
  const full_at = Math.max(allowance.full_at, now) + taken * limits.refillMs;
  return { taken, allowance: taken === 0 ? allowance : changed(allowance, { full_at }) };
};

/** Takes a token for a new notification; undefined if there is none or the user has a queue. */
export const spend = (allowance: Allowance, limits: Limits, now: number): Allowance | undefined => {
  if (allowance.queue !== undefined) return undefined;
  const { taken, allowance: after } = take(allowance, limits, now, 1);
  return taken === 1 ? after : undefined;
};

/** Appends an entry to the queue. @param notBefore earliest useful due time (ms). */
export const queueUp = (
  allowance: Allowance,
  limits: Limits,
  now: number,
  notBefore: number,
): { readonly dueAt: number; readonly allowance: Allowance } => {
  const { queue } = allowance;
  const behind = queue === undefined ? 0 : queue.last_due_at + limits.refillMs;
  const dueAt = Math.ceil(Math.max(nextAt(allowance, limits, now), notBefore, behind));
  return { dueAt, allowance: changed(allowance, { queue: { wake_at: queue?.wake_at ?? dueAt, last_due_at: dueAt } }) };
};

/** The allowance with an empty queue. */
export const withoutQueue = ({ queue: _, ...allowance }: Allowance): Allowance => changed(allowance, {});

/** The allowance with a queue whose next round is when its head is due and a token is available. */
export const withNextRound = (allowance: Allowance, limits: Limits, now: number, headDueAt: number): Allowance => {
  const wake_at = Math.ceil(Math.max(headDueAt, nextAt(allowance, limits, now)));
  return changed(allowance, { queue: { wake_at, last_due_at: allowance.queue?.last_due_at ?? headDueAt } });
};
