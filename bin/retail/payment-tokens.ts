/** Chooses the payment token of an order: it names the behaviour of the simulated gateway. */
export type PaymentTokens = (index: number) => string;

export const allApproved: PaymentTokens = () => 'tok_approve';

/** Of forty orders in a row: those whose payment fails, and how. */
const faults: ReadonlyMap<number, string> = new Map([
  [3, 'tok_decline_insufficient_funds'],
  [23, 'tok_decline_insufficient_funds'],
  [8, 'tok_timeout'],
  [28, 'tok_timeout_charged'],
  [13, 'tok_flaky'],
  [33, 'tok_flaky_2'],
]);
const round = 40;

/** 5 % declined, 5 % answered too late (half of them charged all the same), 5 % failing at first; the same at every run. */
export const gatewayFaults: PaymentTokens = (index) => faults.get(index % round) ?? allApproved(index);
