import { secondsAfter } from '../../functions/order/model/deadlines-domain.ts';
import { newOrder } from '../../functions/order/model/placed-domain.ts';
import { orderSaga } from '../../functions/order/saga/saga.ts';
import { dynamoStores } from '../../functions/order/store/stores.dynamodb.ts';
import { sweep } from '../../functions/order/sweep/sweep.ts';
import { concurrently } from '../../functions/shared/runtime/idioms/concurrently.ts';
import type { EventSink } from '../../functions/shared/runtime/idioms/idiom.ts';
import { ordersPerSweep } from '../../lib/config/consumer-load.ts';
import { stageConfig } from '../../lib/config/stages.ts';
import { functions } from '../../schemas/functions/functions.ts';
import { createTable, dynamodbLocalClient, startDynamoDbLocal } from '../support/dynamodb-local.ts';
import { FixedClock } from '../support/fakes/fixed-clock.ts';
import { createdEvent, orderOf } from '../support/order-events.ts';

export interface SweepRun {
  /** Orders overdue when the run began: as many as one run of `prod` takes. */
  readonly due: number;
  /** In the first run. */
  readonly repaired: number;
  readonly seconds: number;
  /** Of the function; the run stops 15 seconds before it. */
  readonly timeoutSeconds: number;
  /** Runs until all were repaired. */
  readonly runs: number;
}

const stepSeconds = 120;
const sagaSeconds = 900;
const linesPerOrder = ['A', 'B', 'C'];
const table = 'orders';
const idOf = (n: number): string => `a1b2c3d4-0000-5000-8000-${String(n).padStart(12, '0')}`;
const round = (n: number): number => Number(n.toFixed(1));

/** What an outage leaves behind, and sweeps of it: on DynamoDB Local, with a sink that acknowledges at once in place of Kafka. */
export const measureSweep = async (log: (text: string) => void): Promise<SweepRun> => {
  const due = ordersPerSweep(stageConfig('prod').consumers);
  const { timeoutSeconds } = functions['order/sweep'];
  const dynamodb = await startDynamoDbLocal();
  const client = dynamodbLocalClient(dynamodb.endpoint);
  try {
    await createTable(client, table, 'order_id', 'part', { due: true });
    const clock = new FixedClock();
    const stores = dynamoStores({ client, clock, environment: { ORDERS_TABLE: table } });
    const saga = orderSaga({ sagas: stores.sagas, clock, stepSeconds });
    log(`${due} orders`);
    await concurrently(
      Array.from({ length: due }, (_, n) => orderOf(linesPerOrder, idOf(n))),
      16,
      async (order) => {
        await stores.sagas.create(newOrder(order, secondsAfter(order.created_at, stepSeconds)));
        await saga.apply(order.order_id, [createdEvent(order)]);
      },
    );
    clock.advance(stepSeconds * 1_000 + 1);
    const events: EventSink = { faultOf: () => undefined, emit: async () => undefined };
    const run = sweep({
      ...{ ...stores, clock, mostPerRun: due, deadlines: { stepSeconds, sagaSeconds } },
      lag: { greatest: async () => 0 },
    });
    const took: { readonly repaired: number; readonly seconds: number }[] = [];
    for (let left = due; left > 0; ) {
      log(`run ${took.length + 1}, ${left} orders`);
      const begun = performance.now();
      const deadline = { remainingMs: () => timeoutSeconds * 1_000 - (performance.now() - begun) };
      const repaired = (await run({ events, deadline }))['OrdersRepaired'] ?? 0;
      if (repaired === 0) throw new Error(`${left} orders are overdue, and the sweep repairs none`);
      took.push({ repaired, seconds: round((performance.now() - begun) / 1_000) });
      left -= repaired;
    }
    const { repaired = 0, seconds = 0 } = took[0] ?? {};
    return { due, repaired, seconds, timeoutSeconds, runs: took.length };
  } finally {
    client.destroy();
    await dynamodb.stop();
  }
};
