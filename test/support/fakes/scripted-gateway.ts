import type { ChargeOutcome } from '../../../functions/payment/domain.ts';
import type { Charge, PaymentGateway } from '../../../functions/payment/ports.ts';
import { TransientError } from '../../../functions/shared/runtime/idioms/transient-error.ts';

/** A gateway that books in memory and can be cut off: before it books, or after, so that its answer is lost. */
export class ScriptedGateway implements PaymentGateway {
  readonly books = new Map<string, { readonly charge: Charge; readonly outcome: ChargeOutcome }>();
  /** Charges asked for, repetitions included. */
  asked: readonly Charge[] = [];
  #cut: 'before' | 'after' | undefined;

  /** Cuts off the next charge. */
  cutNext(when: 'before' | 'after'): void {
    this.#cut = when;
  }

  async charge(charge: Charge): Promise<ChargeOutcome> {
    this.asked = [...this.asked, charge];
    const cut = this.#cut;
    this.#cut = undefined;
    if (cut === 'before') throw new TransientError('The gateway is unreachable');
    const booked = this.books.get(charge.idempotencyKey) ?? { charge, outcome: outcomeOf(charge.token) };
    this.books.set(charge.idempotencyKey, booked);
    if (named(booked.charge) !== named(charge)) {
      throw new RangeError(`Idempotency key ${charge.idempotencyKey} was used for another charge`);
    }
    if (cut === 'after') throw new TransientError('The gateway did not answer');
    return booked.outcome;
  }

  async lookup(idempotencyKey: string): Promise<ChargeOutcome | undefined> {
    return this.books.get(idempotencyKey)?.outcome;
  }
}

const named = ({ orderId, amount, currency }: Charge): string => JSON.stringify([orderId, amount, currency]);

const outcomeOf = (token: string): ChargeOutcome =>
  token.startsWith('tok_approve') ? { status: 'approved' } : { status: 'declined', reason: 'card_declined' };
