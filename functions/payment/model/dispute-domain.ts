import type { PaymentDisputed } from '../../../schemas/generated/types.ts';

/** What the gateway reports of a dispute: each state is reported once, in any order, and never taken back. */
export interface DisputeFact extends Pick<PaymentDisputed, 'dispute_id' | 'state' | 'reason' | 'amount' | 'currency'> {
  /** By the gateway's clock. */
  readonly at: string;
}

/** The facts of a payment's disputes, by {@link disputeKey}: a union, so that order and repetition do not matter. */
export type Disputes = Readonly<Record<string, DisputeFact>>;

/** A charge is disputed once or twice, in at most six states each. Beyond it the record would grow without an end. */
const most = 60;

export const disputeKey = ({ dispute_id, state }: Pick<DisputeFact, 'dispute_id' | 'state'>): string =>
  `${dispute_id}:${state}`;

/** With one more fact; the same where it is known, so that its event keeps its bytes. */
export const withDispute = (disputes: Disputes, fact: DisputeFact): Disputes => {
  const key = disputeKey(fact);
  return Object.hasOwn(disputes, key) || Object.keys(disputes).length >= most ? disputes : { ...disputes, [key]: fact };
};
