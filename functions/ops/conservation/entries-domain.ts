import type { OrderState } from '../../../schemas/generated/types.ts';

/** An order as the Orders table has it, without what identifies its customer. */
export interface OrderEntry {
  readonly orderId: string;
  /** Absent until the saga has consumed ORDER_CREATED. */
  readonly status?: OrderState;
  /** No outcome of a line is stored yet: it was just placed, or never published. */
  readonly provisional: boolean;
  /** In the currency's minor unit. */
  readonly amount: number;
  readonly currency: string;
  /** When it reached its status, epoch ms. */
  readonly since?: number;
  /** By SKU. */
  readonly units: ReadonlyMap<string, number>;
}

/** The payment of an order as the Payments table has it. */
export interface PaymentEntry {
  readonly state: string;
  readonly amount: number;
  /** The schedule will take it up again. */
  readonly due: boolean;
}

/** Money that moved, by the gateway's own ledger. */
export interface Movement {
  readonly kind: 'charge' | 'refund';
  /** In the currency's minor unit. */
  readonly amount: number;
  readonly currency: string;
}
