import { type Trigger, targetOf } from '../../functions/order/model/saga-domain.ts';
import type { OrderState } from '../../schemas/generated/types.ts';

export type OrderAction = 'ship' | 'complete' | 'cancel' | 'repair';

const triggers = {
  ship: 'ORDER_SHIP_REQUESTED',
  complete: 'ORDER_COMPLETE_REQUESTED',
  cancel: 'ORDER_CANCEL_REQUESTED',
} as const satisfies Readonly<Record<Exclude<OrderAction, 'repair'>, Trigger>>;

/** States whose event a repair emits again. A paid order waits for an operator, not for an event. */
const repairable: readonly OrderState[] = ['CREATED', 'PROCESSING', 'SHIPPED', 'CANCELLED'];

/** What an operator can do with an order in this state. */
export const possibleActions = (state: OrderState): readonly OrderAction[] => [
  ...(Object.keys(triggers) as (keyof typeof triggers)[]).filter(
    (action) => targetOf(state, triggers[action]) !== undefined,
  ),
  ...(repairable.includes(state) ? (['repair'] as const) : []),
];
