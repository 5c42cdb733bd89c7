import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { HangDetector } from './hang-detector.ts';
import type { ResultOf, Task, WorkerData } from './messages.ts';

const lookEveryMs = 1_000;

/** A task that did not end: its worker broke down at a run, or stood there too long. */
export class BrokenDown extends Error {
  readonly run: number;

  constructor(run: number, why: string, options?: ErrorOptions) {
    super(why, options);
    this.run = run;
  }
}

class Member {
  readonly #worker: Worker;
  readonly #at: Int32Array;

  constructor() {
    const at = new SharedArrayBuffer(4);
    this.#at = new Int32Array(at);
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: { at } satisfies WorkerData });
  }

  /** @throws {BrokenDown} */
  async do<T extends Task>(task: T): Promise<ResultOf<T>> {
    const done = new AbortController();
    try {
      this.#worker.postMessage(task);
      const answer = once(this.#worker, 'message', { signal: done.signal });
      answer.catch(() => undefined);
      const [result] = await Promise.race([answer, this.#broken(done.signal)]);
      return result as ResultOf<T>;
    } catch (thrown) {
      throw new BrokenDown(Atomics.load(this.#at, 0), String(thrown), { cause: thrown });
    } finally {
      done.abort();
    }
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #broken(done: AbortSignal): Promise<never> {
    return new Promise((_, reject) => {
      const detector = new HangDetector(Atomics.load(this.#at, 0));
      const watch = setInterval(() => {
        if (detector.hangsAt(Atomics.load(this.#at, 0))) reject(new Error('It does not come to an end'));
      }, lookEveryMs);
      const onExit = () => reject(new Error('The thread has ended'));
      this.#worker.once('exit', onExit);
      done.addEventListener('abort', () => {
        clearInterval(watch);
        this.#worker.off('exit', onExit);
      });
    });
  }
}

/** Threads that do tasks, one each at a time. */
export class WorkerPool {
  #members: Member[];
  #ended = false;

  constructor(size: number) {
    this.#members = Array.from({ length: size }, () => new Member());
  }

  /** Does tasks as long as there are any. @param next the next task; undefined when there is none. */
  async work<T extends Task>(
    next: () => T | undefined,
    done: (result: ResultOf<T>, task: T) => void,
    broken: (thrown: BrokenDown, task: T) => void,
  ): Promise<void> {
    const workOn = async (place: number): Promise<void> => {
      for (let task = next(); task !== undefined && !this.#ended; task = next()) {
        const member = this.#members[place];
        if (member === undefined) return;
        try {
          done(await member.do(task), task);
        } catch (thrown) {
          if (this.#ended) return;
          broken(thrown as BrokenDown, task);
          await member.end();
          this.#members[place] = new Member();
        }
      }
    };
    await Promise.all(this.#members.map((_, place) => workOn(place)));
  }

  async end(): Promise<void> {
    this.#ended = true;
    await Promise.all(this.#members.map((member) => member.end()));
    this.#members = [];
  }
}
