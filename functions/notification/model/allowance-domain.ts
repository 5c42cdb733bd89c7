/** How many messages a user may have: `burst` at once, then one more every `refillMs`. */
export interface Limits {
  readonly burst: number;
  readonly refillMs: number;
}

/**
 * What a user may still have. A token bucket in one number, the time (ms) at which it is full again: no clock is wrong about a
 * bucket that nobody touches. With it, since nothing may pass by it, the end of the user's queue.
 */
export interface Allowance {
  readonly full_at: number;
  /** One more with each change. */
  readonly version: number;
  /** Present as long as notifications of the user wait. */
  readonly queue?: {
    /** When to look at the queue (ms). */
    readonly wake_at: number;
    /** When the last in it is due (ms). */
    readonly last_due_at: number;
  };
}

/** Of a user who has not been told anything yet. */
export const fullAllowance: Allowance = { full_at: 0, version: 0 };

/** Messages that may go now. */
export const available = ({ full_at }: Allowance, { burst, refillMs }: Limits, now: number): number =>
  Math.max(0, Math.floor(burst - Math.max(0, full_at - now) / refillMs));

/** When the next message may go. */
export const nextAt = ({ full_at }: Allowance, { burst, refillMs }: Limits, now: number): number =>
  Math.max(now, full_at - (burst - 1) * refillMs);

const changed = (allowance: Allowance, change: Partial<Allowance>): Allowance => ({
  ...allowance,
  ...change,
  version: allowance.version + 1,
});

/** As many tokens as are wanted and there, for those whose turn it is. */
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

/** A token for somebody who just came; undefined where there is none, or others wait. */
export const spend = (allowance: Allowance, limits: Limits, now: number): Allowance | undefined => {
  if (allowance.queue !== undefined) return undefined;
  const { taken, allowance: after } = take(allowance, limits, now, 1);
  return taken === 1 ? after : undefined;
};

/** A place at the end of the queue. @param notBefore earliest time (ms) that it makes sense. */
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

/** The queue is empty. */
export const rested = ({ queue: _, ...allowance }: Allowance): Allowance => changed(allowance, {});

/** Somebody still waits: not to be looked at before the head is due and a token is there. */
export const resting = (allowance: Allowance, limits: Limits, now: number, headDueAt: number): Allowance => {
  const wake_at = Math.ceil(Math.max(headDueAt, nextAt(allowance, limits, now)));
  return changed(allowance, { queue: { wake_at, last_due_at: allowance.queue?.last_due_at ?? headDueAt } });
};
