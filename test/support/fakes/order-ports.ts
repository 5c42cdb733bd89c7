import type { Price } from '../../../functions/order/model/domain.ts';
import type { OrderEvents, Prices, RepeatableRequest, Replays } from '../../../functions/order/model/ports.ts';
import type { OrderEvent } from '../../../functions/order/model/saga-events-domain.ts';
import type { Result } from '../../../functions/shared/kernel/result.ts';
import type { OrderAccepted } from '../../../schemas/generated/types.ts';

/** Prices in memory, under the contract of the port. */
export class InMemoryPrices implements Prices {
  readonly #prices: Map<string, Price>;

  constructor(prices: Readonly<Record<string, Price>>) {
    this.#prices = new Map(Object.entries(prices));
  }

  set(sku: string, price: Price): void {
    this.#prices.set(sku, price);
  }

  async of(skus: readonly string[]): Promise<ReadonlyMap<string, Price>> {
    return new Map([...this.#prices].filter(([sku]) => skus.includes(sku)));
  }
}

/** Records published events; replies as scripted. */
export class RecordingOrderEvents implements OrderEvents {
  readonly published: OrderEvent[] = [];
  outcome: 'acknowledged' | 'refused' | 'unknown' = 'acknowledged';

  async publish(event: OrderEvent): Promise<'acknowledged' | 'refused' | 'unknown'> {
    this.published.push(event);
    return this.outcome;
  }
}

/** Stored responses in memory, under the contract of the port. */
export class InMemoryReplays implements Replays {
  readonly #records = new Map<string, { readonly fingerprint: string; readonly accepted?: OrderAccepted }>();

  async once<E>(
    { client, idempotencyKey, fingerprint }: RepeatableRequest,
    work: () => Promise<Result<OrderAccepted, E>>,
  ) {
    const key = JSON.stringify([client, idempotencyKey]);
    const known = this.#records.get(key);
    if (known !== undefined && known.fingerprint !== fingerprint) return { kind: 'other-request' as const };
    if (known !== undefined) {
      const { accepted } = known;
      if (accepted === undefined) return { kind: 'in-flight' as const };
      // DynamoDB does not keep the order of a map's entries.
      const reordered = Object.fromEntries(Object.entries(accepted).toReversed()) as unknown as OrderAccepted;
      return { kind: 'replayed' as const, accepted: reordered };
    }
    this.#records.set(key, { fingerprint });
    try {
      const result = await work();
      if (result.ok) this.#records.set(key, { fingerprint, accepted: result.value });
      else this.#records.delete(key);
      return { kind: 'done' as const, result };
    } catch (thrown) {
      this.#records.delete(key);
      throw thrown;
    }
  }
}
