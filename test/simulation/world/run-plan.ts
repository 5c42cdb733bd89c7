import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Payment } from '../../../functions/payment/model/domain.ts';
import { deadLetterTopic, topicNames } from '../../../schemas/catalogue.ts';
import { dueItemsOf, itemsOf } from '../invariants/changed-items.ts';
import { isEmitted } from '../invariants/first-occurrences.ts';
import type { StoredRecord } from '../kafka/simulated-kafka.ts';
import { Random } from '../kernel/random.ts';
import { type TimeOwner, withTimeOf } from '../kernel/virtual-globals.ts';
import type { Plan } from '../plan/plan.ts';
import { backUpPayments, restorePayments } from './restore-payments.ts';
import { backUpStocks, rebuildStocks, restoreStocks } from './restore-stocks.ts';
import { runTask } from './run-task.ts';
import { type ScheduledFunction, schedules } from './schedules.ts';
import { type Narrate, typeOf, World } from './world.ts';

/** What looks at a world while it runs. It throws what it does not want to see. */
export interface Watcher {
  /** Before anything happens: it may listen to the database and to Kafka. */
  readonly begin?: (world: World) => void;
  /** When nothing is left to happen. */
  readonly end?: (world: World) => void;
}

/** Something that must not happen happened. */
export class Violation extends Error {
  override readonly name = 'Violation';
  readonly invariant: string;

  constructor(invariant: string, message: string) {
    super(`${invariant}: ${message}`);
    this.invariant = invariant;
  }
}

export interface Run {
  readonly world: World;
  /** Undefined where all was well. */
  readonly violation?: Violation;
}

const tickMs = 20_000;
const dayMs = 86_400_000;
const usualReplayDays = 3;
/** The service that starts functions by schedules does so at least once. */
const startedTwice = 0.1;
const twiceWithinMs = 2_000;
/** Longest virtual time that everything may take: two days. */
const longestMs = 2 * dayMs;

/** Runs a plan to its end. The same plan always gives the same run. @throws what is not a violation: a defect of the simulation or of the code under it. */
export const runPlan = async (plan: Plan, watchers: readonly Watcher[], log?: Narrate): Promise<Run> => {
  const world = new World(plan, log);
  try {
    await withTimeOf(timeOf(world), async () => {
      setUp(world);
      backUpPayments(world);
      backUpStocks(world);
      for (const watcher of watchers) watcher.begin?.(world);
      await drain(world);
      await restoreAndRebuild(world);
      await replay(world);
      await drain(world);
      await repairRefundsAgain(world);
      for (const watcher of watchers) watcher.end?.(world);
    });
    return { world };
  } catch (thrown) {
    if (thrown instanceof Violation) return { world, violation: thrown };
    throw thrown;
  }
};

const timeOf = ({ machine, scheduler }: World): TimeOwner => {
  const cleared = new WeakSet<object>();
  return {
    wallClock: () => machine.running?.wallClock ?? scheduler.now,
    setTimer: (callback, milliseconds) => {
      const process = machine.running;
      if (process === undefined) return undefined;
      const timer = { unref: () => timer, ref: () => timer };
      process.timer(milliseconds, () => {
        if (!cleared.has(timer)) callback();
      });
      return timer;
    },
    clearTimer: (timer) => void cleared.add(timer),
    random: () => machine.running?.random() ?? 0.5,
  };
};

const setUp = ({ plan, database, clients, scheduler, moments }: World): void => {
  for (const { sku, price } of plan.skus) {
    database.execute(new PutCommand({ TableName: 'prices', Item: { sku, unit_price: price, currency: 'EUR' } }));
  }
  for (const action of plan.actions) {
    if (['cancel', 'ship', 'complete', 'replay', 'restore', 'restore stock'].includes(action.kind)) continue;
    moments.when(action.after, () => {
      // Before any other listener of the moment.
      if (action.after !== undefined && action.at === 0 && action.kind === 'hold') return clients.act(action);
      clients.open += 1;
      scheduler.after(action.at, () => {
        clients.open -= 1;
        clients.act(action);
      });
    });
  }
};

const dueTables = ['orders', 'payments', 'notifications'] as const;

/** Whether anything waits for its time. */
const waits = (world: World): boolean => dueTables.some((name) => dueItemsOf(world, name).length > 0);

const isQuiet = ({ pool, clients, sources, gatewayEvents }: World): boolean =>
  pool.open === 0 &&
  clients.open === 0 &&
  (gatewayEvents?.open ?? 0) === 0 &&
  sources.every(({ lag, busy }) => lag === 0 && !busy);

/** Lets everything happen that happens by itself: the functions of the schedules run as long as something waits for them. */
const drain = async (world: World): Promise<void> => {
  const { scheduler, plan, pool, machine } = world;
  const means = { pool, log: machine.log };
  const random = new Random(plan.seed).of('schedules');
  const next = new Map(
    Object.keys(schedules).map((name) => [name as ScheduledFunction, scheduler.now + random.int(0, tickMs)]),
  );
  const endsAt = scheduler.now + longestMs;
  let done = false;
  const tick = (): void => {
    if (isQuiet(world) && !waits(world)) {
      done = true;
      return;
    }
    if (scheduler.now > endsAt) throw new Violation('drained', 'Something waits for ever');
    for (const [name, at] of next) {
      if (at > scheduler.now) continue;
      next.set(name, scheduler.now + schedules[name] + random.int(0, plan.modes.lateMs));
      runTask(means, name);
      if (random.chance(startedTwice)) scheduler.after(random.int(0, twiceWithinMs), () => runTask(means, name));
    }
    scheduler.after(tickMs, tick);
  };
  scheduler.after(0, tick);
  await scheduler.run(() => done || world.objection !== undefined);
  if (world.objection !== undefined) throw world.objection;
};

/** The stocks may be restored from a backup, and meet whatever waits for that. */
const restoreAndRebuild = async (world: World): Promise<void> => {
  const [action] = world.plan.actions.filter(({ kind }) => kind === 'restore stock');
  if (action?.kind !== 'restore stock') return;
  const check = (wrong: string | undefined): void => {
    if (wrong !== undefined) throw new Violation('rebuilt stocks', wrong);
    if (world.objection !== undefined) throw world.objection;
  };
  check(await restoreStocks(world, action));
  await drain(world);
  if (action.rebuilt === 'once noticed') check(await rebuildStocks(world));
};

/** What functions dead-lettered of what services emit: bad data stays where it is. */
const lettersOfFunctions = ({ kafka }: World): readonly StoredRecord[] =>
  topicNames.flatMap((topic) =>
    kafka.records(deadLetterTopic(topic)).flatMap(({ headers }) => {
      const record = kafka.partitions(topic)[Number(headers['dlq-partition'])]?.[Number(headers['dlq-offset'])];
      return record !== undefined && isEmitted(record) ? [record] : [];
    }),
  );

const failedRefunds = (world: World): readonly Payment[] =>
  itemsOf<Payment>(world, 'payments').filter(({ state }) => state === 'REFUND_FAILED');

/**
 * A payment that is restored as it was before its refund failed takes the operator's repair for the cancel, and learns of that failure only
 * then. It raises its alarm again, and the operator repairs the order again.
 */
const repairRefundsAgain = async (world: World): Promise<void> => {
  const { plan, clients, scheduler } = world;
  const failed = plan.actions.some(({ kind }) => kind === 'restore') ? failedRefunds(world) : [];
  if (failed.length === 0) return;
  let done = false;
  scheduler.after(0, () => {
    for (const { order_id } of failed) clients.repair(order_id);
    done = true;
  });
  await scheduler.run(() => done || world.objection !== undefined);
  await drain(world);
};

/** Days later, the payments may be restored from a backup, and records are replayed: dead letters, and others. */
const replay = async (world: World): Promise<void> => {
  const { plan, kafka, scheduler, database, sources } = world;
  const replays = plan.actions.filter((action) => action.kind === 'replay');
  const letters = [...sources.flatMap((source) => source.deadLettered), ...lettersOfFunctions(world)];
  const deadLetters = Array.from({ length: plan.modes.replays ?? 1 }, () => letters).flat();
  const restores = plan.actions.filter((action) => action.kind === 'restore');
  const unreturned = failedRefunds(world);
  if (replays.length + deadLetters.length + restores.length + unreturned.length === 0) return;
  let done = false;
  scheduler.after((plan.modes.replayDays ?? usualReplayDays) * dayMs, () => {
    database.expire(scheduler.now);
    world.faults.mend();
    world.stripe?.mend();
    for (const { order_id } of unreturned) world.clients.repair(order_id);
    for (const { to } of restores) restorePayments(world, to);
    const chosen = replays.map(({ topic, nth, type }) => {
      const all = kafka.records(topic);
      const records = type === undefined ? all : all.filter(({ json }) => typeOf(json) === type);
      return records[nth % Math.max(1, records.length)];
    });
    for (const record of [...deadLetters, ...chosen]) {
      if (record === undefined) continue;
      const { topic, key, value, headers } = record;
      kafka.append({ topic, key, value, headers });
    }
    done = true;
  });
  await scheduler.run(() => done || world.objection !== undefined);
};
