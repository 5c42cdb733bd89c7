import { type ChargeEvent, charge } from '../../functions/payment/charge/charge.ts';
import { effect } from '../../functions/shared/runtime/idioms/effect.ts';
import type { PaymentWorld } from './payment-world.ts';
import { delivered } from './stock-commands.ts';

/** What the consumer of charges makes of these events. */
export const deliverTo = (world: PaymentWorld, ...events: readonly ChargeEvent[]) =>
  effect(charge(world))(delivered('orders.created', events), { remainingMs: () => 60_000 });

export const bytes = (events: readonly unknown[]) => events.map((event) => JSON.stringify(event));
