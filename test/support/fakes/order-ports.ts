import type { Price } from '../../../functions/order/model/domain.ts';
import type { OrderEvents, Prices } from '../../../functions/order/model/ports.ts';
import type { OrderEvent } from '../../../functions/order/model/saga-events-domain.ts';

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
