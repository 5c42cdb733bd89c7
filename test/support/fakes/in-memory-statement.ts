import type { StatementEntry } from '../../../functions/payment/model/comparison-domain.ts';
import type { Comparisons, GatewayStatement, Period } from '../../../functions/payment/model/ports.ts';

/** A statement in memory, and the progress of its comparison. */
export class InMemoryStatement implements GatewayStatement, Comparisons {
  /** Pages by the start of their period. */
  readonly pages = new Map<string, readonly (readonly StatementEntry[])[]>();
  readonly asked: Period[] = [];
  fault: Error | undefined;
  until: string | undefined;

  async *entries(period: Period): AsyncIterable<readonly StatementEntry[]> {
    this.asked.push(period);
    if (this.fault !== undefined) throw this.fault;
    yield* this.pages.get(period.from) ?? [];
  }

  async comparedUntil(): Promise<string | undefined> {
    return this.until;
  }

  async advance(from: string | undefined, until: string): Promise<void> {
    if (this.until === from) this.until = until;
  }
}
