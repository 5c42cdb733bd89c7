import type { ConcludedPayment, Payment, PendingPayment } from '../../../functions/payment/domain.ts';
import type { PaymentStore } from '../../../functions/payment/ports.ts';
import { TransientError } from '../../../functions/shared/runtime/idioms/transient-error.ts';

/** The payments in memory, under the contract of the port. */
export class InMemoryPayments implements PaymentStore {
  readonly stored = new Map<string, Payment>();
  /** Fails the next `conclude` before it stores anything: a crash after the gateway has answered. */
  failNextConclude = false;

  async register(intent: PendingPayment): Promise<Payment> {
    const present = this.stored.get(intent.order_id);
    if (present !== undefined) return present;
    this.stored.set(intent.order_id, intent);
    return intent;
  }

  async conclude(outcome: ConcludedPayment): Promise<ConcludedPayment> {
    if (this.failNextConclude) {
      this.failNextConclude = false;
      throw new TransientError('The store is unreachable');
    }
    const present = this.stored.get(outcome.order_id);
    if (present === undefined) throw new RangeError(`Order ${outcome.order_id} has no payment to conclude`);
    if (present.state !== 'PENDING') return present;
    this.stored.set(outcome.order_id, outcome);
    return outcome;
  }
}
