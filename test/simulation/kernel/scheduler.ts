import TinyQueue from 'tinyqueue';

interface Entry {
  /** Virtual milliseconds since the epoch. */
  readonly at: number;
  readonly order: number;
  readonly action: () => void;
}

const turnOfTheLoop = setImmediate;

/**
 * Virtual time: what is to happen, in its order. After each action everything that it has set going runs until it waits for
 * something else: one thing at a time, so that a seed always gives the same run.
 */
export class Scheduler {
  #now: number;
  #order = 0;
  readonly #queue = new TinyQueue<Entry>([], (one, other) => one.at - other.at || one.order - other.order);

  /** Called before each action. */
  onAction: () => void = () => undefined;

  constructor(startsAt: number) {
    this.#now = startsAt;
  }

  /** Virtual milliseconds since the epoch. */
  get now(): number {
    return this.#now;
  }

  after(milliseconds: number, action: () => void): void {
    this.#order += 1;
    this.#queue.push({ at: this.#now + Math.max(0, milliseconds), order: this.#order, action });
  }

  /** Lets time pass until it is done, or nothing is left to happen. */
  async run(isDone: () => boolean): Promise<'done' | 'idle'> {
    while (!isDone()) {
      const next = this.#queue.pop();
      if (next === undefined) return 'idle';
      this.#now = Math.max(this.#now, next.at);
      this.onAction();
      next.action();
      await new Promise<void>((resolve) => void turnOfTheLoop(resolve));
    }
    return 'done';
  }
}
