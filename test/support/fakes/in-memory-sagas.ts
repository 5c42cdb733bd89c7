import { contactOf } from '../../../functions/order/model/domain.ts';
import type { ConditionalWrite, DueOrders, Sagas } from '../../../functions/order/model/ports.ts';
import { isWaiting } from '../../../functions/order/model/saga-domain.ts';
import type { Contribution } from '../../../functions/order/model/saga-joins-domain.ts';
import type {
  Note,
  RequestKind,
  SagaRecord,
  Step,
  StoredRequest,
} from '../../../functions/order/model/saga-record-domain.ts';

const empty = (order_id: string): SagaRecord => ({
  order_id,
  reserved: new Set(),
  rejected: new Set(),
  history: {},
  requests: {},
});

/** The saga's records in memory, under the contract of the port. */
export class InMemorySagas implements Sagas, DueOrders {
  readonly #records = new Map<string, SagaRecord>();
  writes = 0;

  async merge(
    orderId: string,
    { created: event, reserved, rejected }: Contribution,
    dueAt: string,
  ): Promise<SagaRecord> {
    const before = this.#records.get(orderId) ?? empty(orderId);
    const known = before.created !== undefined;
    const lines = reserved.length + rejected.length;
    if (known && lines === 0) return before;
    const record: SagaRecord = {
      ...before,
      ...(event !== undefined &&
        !known && {
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
      due: before.due ?? { at: dueAt, attempts: 0 },
    };
    return this.#write(record);
  }

  async advance(orderId: string, step: Step): Promise<ConditionalWrite> {
    const { from, to, at, cause, actor, payment, reason, shipment, dueAt } = step;
    const before = this.#records.get(orderId);
    if (before?.created === undefined || !from.includes(before.created.status)) return { made: false, record: before };
    const { due, ...rest } = before;
    const dueThen = dueAt ?? (isWaiting(to) ? due?.at : undefined);
    const record = this.#write({
      ...rest,
      created: { ...before.created, status: to },
      history: { ...before.history, [to]: { at, cause, ...(actor !== undefined && { actor }) } },
      ...(payment && { payment }),
      ...(shipment && { shipment }),
      ...(reason !== undefined && { reason }),
      ...(dueThen !== undefined && { due: { at: dueThen, attempts: 0 } }),
    });
    return { made: true, record };
  }

  async note(orderId: string, { from, payment, refund }: Note): Promise<ConditionalWrite> {
    const before = this.#records.get(orderId);
    if (before?.created === undefined || !from.includes(before.created.status)) return { made: false, record: before };
    return {
      made: true,
      record: this.#write({ ...(payment && { payment }), ...(refund && { refund }), ...before }),
    };
  }

  async storeRequest(orderId: string, kind: RequestKind, request: StoredRequest): Promise<SagaRecord> {
    const before = this.#records.get(orderId) ?? empty(orderId);
    return this.#write({ ...before, requests: { [kind]: request, ...before.requests } });
  }

  async markAnswered(orderId: string, kind: RequestKind): Promise<void> {
    const before = this.#records.get(orderId) ?? empty(orderId);
    this.#write({ ...before, answered: new Set([...(before.answered ?? []), kind]) });
  }

  async find(orderId: string): Promise<SagaRecord | undefined> {
    return this.#records.get(orderId);
  }

  async before(time: string, limit: number): Promise<readonly string[]> {
    return this.#due(({ at }) => at < time, limit);
  }

  async repaired(limit: number): Promise<readonly string[]> {
    return this.#due(({ attempts }) => attempts > 0, limit);
  }

  async postpone(orderId: string, seen: string, next?: NonNullable<SagaRecord['due']>): Promise<boolean> {
    const record = this.#records.get(orderId);
    if (record?.due?.at !== seen) return false;
    const { due: _, ...rest } = record;
    this.#write({ ...rest, ...(next && { due: next }) });
    return true;
  }

  #due(wanted: (due: NonNullable<SagaRecord['due']>) => boolean, limit: number): readonly string[] {
    return [...this.#records.values()]
      .flatMap(({ order_id, due }) => (due !== undefined && wanted(due) ? [{ order_id, at: due.at }] : []))
      .sort((a, b) => a.at.localeCompare(b.at))
      .slice(0, limit)
      .map(({ order_id }) => order_id);
  }

  #write(record: SagaRecord): SagaRecord {
    this.#records.set(record.order_id, record);
    this.writes += 1;
    return record;
  }
}
