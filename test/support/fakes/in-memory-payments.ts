import { movedMoneyIn, type Payment } from '../../../functions/payment/model/domain.ts';
import type { Payments, Period } from '../../../functions/payment/model/ports.ts';
import { err, ok, type Result } from '../../../functions/shared/kernel/result.ts';

/** The payments in memory, under the contract of the port. */
export class InMemoryPayments implements Payments {
  readonly stored = new Map<string, Payment>();
  /** Called before each request, to fail it or to interleave another action. */
  before: (request: 'create' | 'replace' | 'find' | 'due', orderId: string) => Promise<void> = async () => {};
  writes = 0;

  async create(payment: Payment): Promise<Result<Payment, Payment>> {
    await this.before('create', payment.order_id);
    const present = this.stored.get(payment.order_id);
    return present === undefined ? this.#write(payment) : err(present);
  }

  async replace(payment: Payment): Promise<Result<Payment, Payment>> {
    await this.before('replace', payment.order_id);
    const present = this.stored.get(payment.order_id);
    if (present === undefined) throw new RangeError(`Order ${payment.order_id} has no payment`);
    return present.version === payment.version - 1 ? this.#write(payment) : err(present);
  }

  async find(orderId: string): Promise<Payment | undefined> {
    await this.before('find', orderId);
    return this.stored.get(orderId);
  }

  async findAll(orderIds: readonly string[]): Promise<readonly Payment[]> {
    return orderIds.flatMap((orderId) => this.stored.get(orderId) ?? []);
  }

  async *movedMoney(period: Period): AsyncIterable<readonly Payment[]> {
    yield [...this.stored.values()].filter((payment) => payment.due_at === undefined && movedMoneyIn(payment, period));
  }

  async due(before: string, limit: number): Promise<readonly string[]> {
    await this.before('due', '');
    return [...this.stored.values()]
      .filter(({ due_at }) => due_at !== undefined && due_at < before)
      .sort((a, b) => ((a.due_at ?? '') < (b.due_at ?? '') ? -1 : 1))
      .slice(0, limit)
      .map(({ order_id }) => order_id);
  }

  #write(payment: Payment): Result<Payment, Payment> {
    this.stored.set(payment.order_id, payment);
    this.writes += 1;
    return ok(payment);
  }
}
