import type { PaymentDisputed } from '../../../schemas/generated/types.ts';

/** A state of a dispute as the gateway reports it: once each, in any order, never revoked. */
export interface DisputeFact extends Pick<PaymentDisputed, 'dispute_id' | 'state' | 'reason' | 'amount' | 'currency'> {
  /** By the gateway's clock. */
  readonly at: string;
}

/** The facts of a payment's disputes, by {@link disputeKey}: a union, so that order and repetition do not matter. */
export type Disputes = Readonly<Record<string, DisputeFact>>;

/** A charge is disputed once or twice, in at most six states each. The limit bounds the record's size. */
const most = 60;

export const disputeKey = ({ dispute_id, state }: Pick<DisputeFact, 'dispute_id' | 'state'>): string =>
  `${dispute_id}:${state}`;

/** The disputes with one more fact; unchanged if it is known, so that its event keeps its bytes. */
export const withDispute = (disputes: Disputes, fact: DisputeFact): Disputes => {
  const key = disputeKey(fact);
  return Object.hasOwn(disputes, key) || Object.keys(disputes).length >= most ? disputes : { ...disputes, [key]: fact };
};
