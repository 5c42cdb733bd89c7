import { contactOf } from '../../../functions/order/domain.ts';
import type { Sagas } from '../../../functions/order/ports.ts';
import type { Contribution, SagaRecord, Step } from '../../../functions/order/saga-domain.ts';

const empty = (order_id: string): SagaRecord => ({
  order_id,
  reserved: new Set(),
  rejected: new Set(),
  history: {},
});

/** The saga's records in memory, under the contract of the port. */
export class InMemorySagas implements Sagas {
  readonly #records = new Map<string, SagaRecord>();
  writes = 0;

  async merge(orderId: string, { created: event, reserved, rejected }: Contribution): Promise<SagaRecord> {
    const before = this.#records.get(orderId) ?? empty(orderId);
    const record: SagaRecord = {
      ...before,
      ...(event !== undefined &&
        before.created === undefined && {
          created: {
            status: 'CREATED',
            expected: event.line_items.length,
            user_id: event.user_id,
            amount: event.amount,
            currency: event.currency,
            payment_token: event.payment_token,
            created_at: event.created_at,
            trace_id: event.trace_id,
            ...contactOf(event),
          },
          history: { CREATED: { at: event.created_at, cause: event.event_id } },
        }),
      reserved: new Set([...before.reserved, ...reserved]),
      rejected: new Set([...before.rejected, ...rejected]),
    };
    return this.#write(record);
  }

  async advance(orderId: string, { from, to, at, cause, payment, reason }: Step) {
    const before = this.#records.get(orderId);
    if (before?.created?.status !== from) return { made: false, record: before };
    const record = this.#write({
      ...before,
      created: { ...before.created, status: to },
      history: { ...before.history, [to]: { at, cause } },
      ...(payment && { payment }),
      ...(reason !== undefined && { reason }),
    });
    return { made: true, record };
  }

  async find(orderId: string): Promise<SagaRecord | undefined> {
    return this.#records.get(orderId);
  }

  #write(record: SagaRecord): SagaRecord {
    this.#records.set(record.order_id, record);
    this.writes += 1;
    return record;
  }
}
