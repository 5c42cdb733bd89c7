import type { WaitSlots } from '../../../functions/order/model/ports.ts';

/** Slots of clients, without their end. */
export class InMemoryWaitSlots implements WaitSlots {
  readonly taken = new Map<string, number>();
  readonly #perClient: number;

  constructor(perClient: number) {
    this.#perClient = perClient;
  }

  async take(client: string): Promise<(() => Promise<void>) | undefined> {
    const taken = this.taken.get(client) ?? 0;
    if (taken >= this.#perClient) return undefined;
    this.taken.set(client, taken + 1);
    return async () => {
      this.taken.set(client, (this.taken.get(client) ?? 1) - 1);
    };
  }
}
