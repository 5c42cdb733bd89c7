/** Records of a topic that a consumer group has not read yet. */
export interface GroupLag {
  readonly group: string;
  readonly topic: string;
  readonly records: number;
}

export interface HighestLag extends GroupLag {
  /** Seconds after the first arrival. */
  readonly atSeconds: number;
}

/** Keeps the highest lag of each consumer group. */
export class HighestLags {
  readonly #highest = new Map<string, HighestLag>();

  observe(lags: readonly GroupLag[], atSeconds: number): void {
    for (const lag of lags) {
      const known = this.#highest.get(lag.group)?.records ?? 0;
      if (lag.records > known) this.#highest.set(lag.group, { ...lag, atSeconds: Math.max(0, Math.round(atSeconds)) });
    }
  }

  /** The highest first; groups that never lagged are left out. */
  list(): readonly HighestLag[] {
    return [...this.#highest.values()].sort((a, b) => b.records - a.records || (a.group < b.group ? -1 : 1));
  }
}
