import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Payment } from '../../../functions/payment/model/domain.ts';
import type { World } from './world.ts';

/** What names the moment at which it is done. */
export const restored = 'restored';

/** Every payment that an order had at its beginning: what an early backup has. */
const begun = new WeakMap<World, Map<string, Payment>>();

/** Remembers payments as they begin. Called before anything happens. */
export const backUpPayments = (world: World): void => {
  const first = new Map<string, Payment>();
  begun.set(world, first);
  world.onCommit.push((changes) => {
    for (const { table, before, after } of changes) {
      const payment = after as Payment | undefined;
      if (table === 'payments' && before === undefined && payment !== undefined) first.set(payment.order_id, payment);
    }
  });
};

/** The table of payments as a backup has it. */
export const restorePayments = (world: World, to: 'begun' | 'lost'): void => {
  const { database, machine, moments } = world;
  for (const item of [...(begun.get(world)?.values() ?? [])]) {
    world.restored.add(item.order_id);
    const key = { TableName: 'payments' };
    if (to === 'begun') database.execute(new PutCommand({ ...key, Item: { ...item } }));
    else database.execute(new DeleteCommand({ ...key, Key: { order_id: item.order_id } }));
  }
  machine.log('operator', () => `restores the payments: ${to}`);
  moments.pass(restored);
};
