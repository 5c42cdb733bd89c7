import type { ArrivalKind } from './arrivals.ts';
import type { OrderMix } from './load-orders.ts';

export interface LoadSettings {
  /** A name of its own for each run: keys of the orders begin with it. */
  readonly id: string;
  readonly seed: number;
  readonly arrivals: ArrivalKind;
  /** Orders a second. */
  readonly rate: number;
  readonly seconds: number;
  readonly warmupSeconds: number;
  /** Most requests at a time. */
  readonly clients: number;
  /** Without an order coming to its end for so long, the rest is reported as not final. */
  readonly stalledMs: number;
  readonly mix: OrderMix;
}
