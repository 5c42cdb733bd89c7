/** What is to be charged for an order. Durable before the gateway is asked. */
export interface ChargeIntent {
  readonly order_id: string;
  /** Also the gateway's idempotency key. */
  readonly payment_id: string;
  /** In the currency's minor unit. */
  readonly amount: number;
  readonly currency: string;
  /** RFC 3339 UTC with milliseconds. */
  readonly created_at: string;
}

/** Whether the gateway has charged it is not known yet. */
export interface PendingPayment extends ChargeIntent {
  readonly state: 'PENDING';
}

/** The gateway's answer, final. */
export type ConcludedPayment = ChargeIntent & {
  /** RFC 3339 UTC with milliseconds. */
  readonly processed_at: string;
} & ({ readonly state: 'PAID' } | { readonly state: 'FAILED'; readonly reason: string });

/** PENDING → PAID or FAILED, once. */
export type Payment = PendingPayment | ConcludedPayment;

/** What a gateway answers. That it declines is an answer, not a fault. */
export type ChargeOutcome = { readonly status: 'approved' } | { readonly status: 'declined'; readonly reason: string };

/** The payment as the gateway's answer leaves it. @param at RFC 3339 UTC with milliseconds. */
export const concluded = (intent: ChargeIntent, outcome: ChargeOutcome, at: string): ConcludedPayment => {
  const { order_id, payment_id, amount, currency, created_at } = intent;
  const charged = { order_id, payment_id, amount, currency, created_at, processed_at: at };
  return outcome.status === 'approved'
    ? { ...charged, state: 'PAID' }
    : { ...charged, state: 'FAILED', reason: outcome.reason };
};
