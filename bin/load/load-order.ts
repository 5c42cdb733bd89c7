import type { NewOrder } from '../client/orders-api.ts';

/** An order of a run, before and after it is placed. */
export interface LoadOrder {
  readonly key: string;
  readonly order: NewOrder;
  /** Planned arrival, epoch ms. */
  readonly dueAt: number;
  /** Arrives after the warm-up. */
  readonly isMeasured: boolean;
}
