import type { ReplayMarks } from '../../../functions/ops/dead-letters/ports.ts';
import type { ReplayMark } from '../../../functions/ops/dead-letters/replay-marks-domain.ts';

/** Replay marks in memory; fails to write one if a fault is set. */
export class InMemoryReplayMarks implements ReplayMarks {
  readonly #marks = new Map<string, ReplayMark>();
  fault: Error | undefined;

  async of(records: readonly string[]): Promise<ReadonlyMap<string, ReplayMark>> {
    return new Map(records.flatMap((record) => [...this.#marks].filter(([name]) => name === record)));
  }

  async mark(records: readonly string[], mark: ReplayMark): Promise<void> {
    if (this.fault !== undefined) throw this.fault;
    for (const record of records) this.#marks.set(record, mark);
  }
}
