import { type ProcessMemory, readProcessMemory } from './process-memory.ts';

/** A process whose memory is watched. */
export interface Watched {
  readonly pid: number;
  /** An idle environment does not grow; it is not looked at. */
  isBusy(): boolean;
  onMemory(memory: ProcessMemory): void;
}

const linuxIntervalMs = 100;
/** Elsewhere each look starts a `ps`. */
const otherIntervalMs = 500;

/** Looks at the memory of all busy environments at an interval, with one timer for all. */
export class MemoryWatch {
  readonly #watched = new Set<Watched>();
  #timer: NodeJS.Timeout | undefined;
  #looking = false;

  add(watched: Watched): void {
    this.#watched.add(watched);
    this.#timer ??= setInterval(
      () => void this.#look(),
      process.platform === 'linux' ? linuxIntervalMs : otherIntervalMs,
    ).unref();
  }

  remove(watched: Watched): void {
    this.#watched.delete(watched);
    if (this.#watched.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #look(): Promise<void> {
    if (this.#looking) return;
    const busy = [...this.#watched].filter((watched) => watched.isBusy());
    if (busy.length === 0) return;
    this.#looking = true;
    try {
      const memory = await readProcessMemory(busy.map(({ pid }) => pid));
      for (const watched of busy) {
        const found = memory.get(watched.pid);
        if (found !== undefined && this.#watched.has(watched)) watched.onMemory(found);
      }
    } finally {
      this.#looking = false;
    }
  }
}
