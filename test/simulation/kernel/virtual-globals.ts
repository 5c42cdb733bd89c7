/** The owner of time while a simulation runs. */
export interface TimeOwner {
  /** The clock of the process that runs: milliseconds since the epoch, skew included. */
  readonly wallClock: () => number;
  /** Undefined where no simulated process runs: then the timer is a real one. */
  readonly setTimer: (callback: () => void, milliseconds: number) => object | undefined;
  readonly clearTimer: (timer: object) => void;
  readonly random: () => number;
}

let owner: TimeOwner | undefined;

const RealDate = Date;
const real = { setTimeout, clearTimeout, random: Math.random };
const ours = new WeakSet<object>();

class VirtualDate extends RealDate {
  constructor(...parts: [] | [number | string | Date]) {
    if (parts.length > 0 || owner === undefined) super(...(parts as [number]));
    else super(owner.wallClock());
  }

  static override now(): number {
    return owner === undefined ? RealDate.now() : owner.wallClock();
  }
}

/** Libraries read the time and set timers by the globals: the simulation replaces them, once a thread. */
const install = (): void => {
  globalThis.Date = VirtualDate as DateConstructor;
  Math.random = () => (owner === undefined ? real.random() : owner.random());
  const virtualSetTimeout = (callback: (...values: unknown[]) => void, milliseconds = 0, ...values: unknown[]) => {
    const timer = owner?.setTimer(() => callback(...values), milliseconds);
    if (timer === undefined) return real.setTimeout(callback, milliseconds, ...values);
    ours.add(timer);
    return timer;
  };
  globalThis.setTimeout = Object.assign(virtualSetTimeout, real.setTimeout) as unknown as typeof setTimeout;
  globalThis.clearTimeout = ((timer: unknown) => {
    if (typeof timer === 'object' && timer !== null && ours.has(timer)) owner?.clearTimer(timer);
    else real.clearTimeout(timer as NodeJS.Timeout);
  }) as typeof clearTimeout;
};

/** Runs with another owner of time; one simulation a thread at a time. */
export const withTimeOf = async <T>(next: TimeOwner, work: () => Promise<T>): Promise<T> => {
  if (globalThis.Date !== (VirtualDate as DateConstructor)) install();
  if (owner !== undefined) throw new Error('Another simulation runs in this thread');
  owner = next;
  try {
    return await work();
  } finally {
    owner = undefined;
  }
};
