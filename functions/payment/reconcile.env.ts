import type { ChargeEnvironment } from './charge.env.ts';

/** Variables of `payment/reconcile`. */
export interface ReconcileEnvironment extends ChargeEnvironment {
  /** Up to when the statement of each gateway has been compared. */
  readonly STATEMENTS_TABLE: string;
}
