import type { Moment } from '../plan/plan.ts';

/** What has happened so far, by its name, and who waits for it. */
export class Moments {
  readonly #counts = new Map<string, number>();
  #waiting: { readonly moment: Moment; readonly action: () => void }[] = [];

  pass(name: string): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    if (this.#waiting.length === 0) return;
    const due = this.#waiting.filter(({ moment }) => this.isPast(moment));
    this.#waiting = this.#waiting.filter((one) => !due.includes(one));
    for (const { action } of due) action();
  }

  isPast({ of, times = 1 }: Moment): boolean {
    return (this.#counts.get(of) ?? 0) >= times;
  }

  /** Acts when the moment comes; at once, where it has passed, or none is waited for. */
  when(moment: Moment | undefined, action: () => void): void {
    if (moment === undefined || this.isPast(moment)) action();
    else this.#waiting.push({ moment, action });
  }
}
