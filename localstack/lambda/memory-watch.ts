import { fromProc, hasProc, type ProcessMemory, readProcessMemory } from './process-memory.ts';

/** A process whose memory is watched. */
export interface Watched {
  readonly pid: number;
  /** An idle environment does not grow; it is not sampled. */
  isBusy(): boolean;
  onMemory(memory: ProcessMemory): void;
}

/** Without `/proc`, each sample starts a `ps`. */
const intervalMs = hasProc ? 100 : 500;

/** Samples the memory of all busy environments at an interval, with one timer for all. */
export class MemoryWatch {
  /** With the time of the last sample of each. */
  readonly #watched = new Map<Watched, number>();
  #timer: NodeJS.Timeout | undefined;
  #looking = false;

  add(watched: Watched): void {
    this.#watched.set(watched, 0);
    this.#timer ??= setInterval(() => void this.#look(), intervalMs).unref();
  }

  remove(watched: Watched): void {
    this.#watched.delete(watched);
    if (this.#watched.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Samples one process at once, unless that was done a moment ago or takes too long here. */
  refresh(watched: Watched): void {
    const lastLook = this.#watched.get(watched);
    if (!hasProc || lastLook === undefined || performance.now() - lastLook < intervalMs) return;
    this.#note(watched, fromProc(watched.pid));
  }

  async #look(): Promise<void> {
    if (this.#looking) return;
    const busy = [...this.#watched.keys()].filter((watched) => watched.isBusy());
    if (busy.length === 0) return;
    this.#looking = true;
    const memory = await readProcessMemory(busy.map(({ pid }) => pid));
    this.#looking = false;
    for (const watched of busy) this.#note(watched, memory.get(watched.pid));
  }

  #note(watched: Watched, memory: ProcessMemory | undefined): void {
    if (memory === undefined || !this.#watched.has(watched)) return;
    this.#watched.set(watched, performance.now());
    watched.onMemory(memory);
  }
}
