import { ProduceOutcomeUnknown, ProduceRefused, SharedSendFailed } from './produce-failure.ts';

/** The time limits of a caller, in milliseconds since the epoch. */
export interface SendLimits {
  readonly expiresAt: number;
  /** Until then retries may refuse what cannot have been written; at most `expiresAt`. */
  readonly refusedAt: number;
}

/** The limits of a send of one caller. */
export interface LoneLimits extends SendLimits {
  /** An earlier send may have written some of it. */
  readonly mayBeWritten: boolean;
  /** Called after an attempt that failed and is repeated: other callers need not wait for it. */
  readonly onFault: () => void;
}

/** A producer with one send in flight. After a failed send it is a producer with another id. */
export interface Lane<T> {
  /** Sends the items of several callers, with few retries. @throws {SharedSendFailed} */
  sendTogether(items: readonly T[], expiresAt: number): Promise<void>;
  /** Sends the items of one caller, and retries. @throws as `KafkaProducer.send` does. */
  sendAlone(items: readonly T[], limits: LoneLimits): Promise<void>;
  close(): Promise<void>;
}

export interface SendQueueOptions<T> {
  readonly openLane: () => Lane<T>;
  /** The partition of an item; undefined if it is not known yet. */
  readonly partitionOf: (item: T) => string | undefined;
}

interface Caller<T> {
  readonly items: readonly T[];
  readonly limits: SendLimits;
  readonly complete: (error?: unknown) => void;
  isComplete: boolean;
  /** A send with the items of others failed: the next one is for its own only. */
  alone: boolean;
  mayBeWritten: boolean;
}

interface Sending<T> {
  readonly callers: readonly Caller<T>[];
  readonly lane: Lane<T>;
}

/** How long others wait for a send: for one of a failed group less, it may be the one that failed it. */
const holdMs = { usual: 2_000, afterFault: 250 } as const;

/** Sends at a time. More than one only while others are slow or fail. */
const mostLanes = 8;

/** The send's own error is more precise: the timeout waits a moment for it. */
const graceMs = 100;

/**
 * Usually one send in flight; callers that come meanwhile share the next one. If a shared send fails, each of its callers is sent
 * alone, so that a failed partition fails its own callers only. A send that fails or hangs goes on with its own producer, and other
 * callers with another one, except those of its partitions: they wait, so that a partition has one send at a time.
 * A caller whose time is up is rejected at once: refused if nothing of it was sent, of unknown outcome otherwise.
 */
export class SendQueue<T> {
  readonly #options: SendQueueOptions<T>;
  readonly #sends = new Set<Sending<T>>();
  #waiting: readonly Caller<T>[] = [];
  /** The send that all others wait for. */
  #awaited: Sending<T> | undefined;
  #idle: Lane<T> | undefined;

  constructor(options: SendQueueOptions<T>) {
    this.#options = options;
  }

  send(items: readonly T[], limits: SendLimits): Promise<void> {
    return new Promise((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined;
      const caller: Caller<T> = {
        items,
        limits,
        complete: (error) => {
          caller.isComplete = true;
          clearTimeout(timer);
          if (error === undefined) resolve();
          else reject(error);
        },
        isComplete: false,
        alone: false,
        mayBeWritten: false,
      };
      const expireAt = (at: number): void => {
        timer = setTimeout(
          () => {
            if (this.#expire(caller)) return;
            expireAt(limits.expiresAt);
          },
          Math.max(0, at - Date.now()) + graceMs,
        );
      };
      expireAt(limits.refusedAt);
      this.#waiting = [...this.#waiting, caller];
      this.#next();
    });
  }

  async close(): Promise<void> {
    const lanes = [...this.#sends].map(({ lane }) => lane);
    if (this.#idle !== undefined) lanes.push(this.#idle);
    this.#idle = undefined;
    await Promise.all(lanes.map((lane) => lane.close()));
  }

  /** Rejects a caller whose time is up; false if it has some left. */
  #expire(caller: Caller<T>): boolean {
    const isUnsent = this.#waiting.includes(caller) && !caller.mayBeWritten;
    if (!isUnsent && Date.now() < caller.limits.expiresAt) return false;
    this.#waiting = this.#waiting.filter((other) => other !== caller);
    caller.complete(
      isUnsent
        ? new ProduceRefused('Time was up before the send began')
        : new ProduceOutcomeUnknown('Time was up before Kafka acknowledged'),
    );
    return true;
  }

  #next(): void {
    if (this.#awaited !== undefined || this.#sends.size >= mostLanes) return;
    const callers = this.#nextCallers();
    if (callers.length > 0) void this.#send(callers);
  }

  /** One that is sent alone, or all others whose partitions have no send in flight. */
  #nextCallers(): readonly Caller<T>[] {
    const busy = new Set([...this.#sends].flatMap(({ callers }) => this.#partitionsOf(callers)));
    const free =
      busy.size === 0
        ? this.#waiting
        : this.#waiting.filter((caller) => !this.#partitionsOf([caller]).some((partition) => busy.has(partition)));
    const lone = free.find(({ alone }) => alone);
    const next = lone === undefined ? free : [lone];
    this.#waiting = this.#waiting.filter((caller) => !next.includes(caller));
    return next;
  }

  #partitionsOf(callers: readonly Caller<T>[]): readonly string[] {
    return callers.flatMap(({ items }) => items.flatMap((item) => this.#options.partitionOf(item) ?? []));
  }

  async #send(callers: readonly Caller<T>[]): Promise<void> {
    const sending: Sending<T> = { callers, lane: this.#idle ?? this.#options.openLane() };
    this.#idle = undefined;
    this.#sends.add(sending);
    this.#awaited = sending;
    const letOthersPass = (): void => {
      if (this.#awaited === sending) this.#awaited = undefined;
      this.#next();
    };
    const hold = callers.some(({ alone }) => alone) ? holdMs.afterFault : holdMs.usual;
    const timer = setTimeout(letOthersPass, hold);
    try {
      await sendOf(sending, letOthersPass);
      for (const caller of callers) caller.complete();
    } catch (thrown) {
      if (thrown instanceof SharedSendFailed) this.#sendAlone(callers, thrown);
      else for (const caller of callers) caller.complete(thrown);
    }
    clearTimeout(timer);
    this.#sends.delete(sending);
    if (this.#idle === undefined) this.#idle = sending.lane;
    else void sending.lane.close();
    letOthersPass();
  }

  #sendAlone(callers: readonly Caller<T>[], { acknowledged, mayBeWritten }: SharedSendFailed): void {
    for (const caller of callers) {
      if (caller.items.every((item) => acknowledged.has(item))) caller.complete();
      caller.alone = true;
      caller.mayBeWritten ||= mayBeWritten;
    }
    this.#waiting = [...callers.filter(({ isComplete }) => !isComplete), ...this.#waiting];
  }
}

const sendOf = <T>({ callers, lane }: Sending<T>, onFault: () => void): Promise<void> => {
  const [first, ...others] = callers;
  if (first === undefined) return Promise.resolve();
  if (others.length === 0)
    return lane.sendAlone(first.items, { ...first.limits, mayBeWritten: first.mayBeWritten, onFault });
  // Half of the shortest time is left for a send of its own.
  const now = Date.now();
  const shortestMs = Math.min(...callers.map(({ limits }) => limits.expiresAt - now));
  const items = callers.flatMap((caller) => caller.items);
  return lane.sendTogether(items, now + Math.max(0, shortestMs) / 2);
};
