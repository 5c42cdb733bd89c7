import fc from 'fast-check';
import { describe, it } from 'vitest';
import { type RoutedEvent, router } from '../../../../../functions/inventory/router/router.ts';
import { transition } from '../../../../../functions/shared/runtime/idioms/transition.ts';
import { InMemoryHolds } from '../../../../support/fakes/in-memory-holds.ts';
import { notifiedEvent } from '../../../../support/notification-events.ts';
import { expectEffectOnce, type NewConsumer, replayCommands } from '../../../../support/replayed-letters.ts';

const event = (type: RoutedEvent['type'], name: string) => notifiedEvent(type, name) as RoutedEvent;

const orders = ['one', 'two'];

const inventoryRouter: NewConsumer<RoutedEvent> = ({ clock, faulty }) => {
  const holds = new InMemoryHolds();
  return {
    idiom: transition(router({ holds: faulty(holds), clock })),
    state: () => Promise.all(orders.map((name) => holds.find(event('ORDER_CREATED', name).order_id))),
  };
};

const histories = fc
  .array(
    fc.record({
      order: fc.constantFrom(...orders),
      types: fc.constantFrom<readonly RoutedEvent['type'][]>(
        ['ORDER_CREATED', 'ORDER_PAID'],
        ['ORDER_CREATED', 'ORDER_PAID', 'ORDER_CANCELLED'],
        ['ORDER_CREATED', 'ORDER_CANCELLED', 'ORDER_PAID'],
        ['ORDER_CREATED', 'PAYMENT_FAILED', 'ORDER_CANCELLED'],
        ['PAYMENT_FAILED', 'ORDER_CREATED'],
        ['ORDER_CANCELLED', 'ORDER_CREATED'],
      ),
    }),
    { minLength: 1, maxLength: 2 },
  )
  .map((all) => all.flatMap(({ order, types }) => types.map((type) => event(type, order))));

describe('a record of the router that was dead-lettered and is replayed', () => {
  it('commands its lines once, at any time and number of replays', async () => {
    await fc.assert(
      fc.asyncProperty(histories, replayCommands(), (history, commands) =>
        expectEffectOnce(inventoryRouter, history, commands),
      ),
      { numRuns: 300 },
    );
  }, 30_000);
});
