import type { AwaitCount } from '../kernel/fault-injector.ts';
import type { World } from '../world/world.ts';
import type { Schedule } from './schedule.ts';

type Counts = Record<string, number>;

/** An await of a function, in some runs. */
interface AwaitTally extends AwaitCount {
  /** Runs that came to it: a few of them. */
  examples: readonly Schedule[];
}

const mostExamples = 3;

/** What happened in some runs, counted. Plain data: workers send it. */
export interface Tally {
  schedules: number;
  /** By function and kind. */
  readonly awaits: Record<string, Record<string, AwaitTally>>;
  /** Faults by name. */
  readonly faults: Counts;
  /** Orders by the state that they ended in. */
  readonly orders: Counts;
  /** Answers that clients got, by route and status. */
  readonly answers: Counts;
  readonly kafka: Counts;
}

export const emptyTally = (): Tally => ({ schedules: 0, awaits: {}, faults: {}, orders: {}, answers: {}, kafka: {} });

const add = (counts: Counts, name: string, more = 1): void => {
  if (more > 0) counts[name] = (counts[name] ?? 0) + more;
};

const addAwait = (tally: Tally, name: string, kind: string, more: AwaitTally): void => {
  tally.awaits[name] ??= {};
  const kinds = tally.awaits[name];
  kinds[kind] ??= { reached: 0, diedBefore: 0, diedAfter: 0, examples: [] };
  kinds[kind].reached += more.reached;
  kinds[kind].diedBefore += more.diedBefore;
  kinds[kind].diedAfter += more.diedAfter;
  if (kinds[kind].examples.length < mostExamples)
    kinds[kind].examples = [...kinds[kind].examples, ...more.examples].slice(0, mostExamples);
};

/** What a plan makes worse for the whole run, and what its actions disturb. */
const addDisturbances = (faults: Counts, { plan: { modes, actions } }: World): void => {
  add(faults, 'clock skew', Number(modes.skewMs > 0));
  add(faults, 'reads that are behind', Number(modes.staleMs > 0));
  add(faults, 'late schedules', Number(modes.lateMs > 0));
  add(faults, 'every batch delivered twice', Number(modes.redelivered === 1));
  for (const { kind } of actions) {
    if (kind === 'poison') add(faults, 'poison record');
    if (kind === 'replay') add(faults, 'record replayed days later');
    if (kind === 'restore') add(faults, 'payments restored from a backup');
    if (kind === 'restore stock') add(faults, 'stocks restored from a backup');
  }
};

const addKafka = (tally: Tally, { sources }: World): void => {
  for (const { counts, deadLettered: deadLetters } of sources) {
    add(tally.kafka, 'deliveries', counts.deliveries);
    add(tally.kafka, 'redelivered batches', counts.redelivered);
    add(tally.kafka, 'rebalances', counts.rebalances);
    add(tally.kafka, 'retries', counts.retries);
    add(tally.kafka, 'records dead-lettered', deadLetters.length);
  }
};

/** Adds what happened in a run. @param world undefined where a defect ended it. */
export const addRun = (tally: Tally, schedule: Schedule, world: World | undefined): void => {
  tally.schedules += 1;
  if (world === undefined) return;
  for (const [name, kinds] of world.faults.awaits)
    for (const [kind, count] of kinds) addAwait(tally, name, kind, { ...count, examples: [schedule] });
  for (const [name, times] of world.faults.injected) add(tally.faults, name, times);
  addDisturbances(tally.faults, world);
  for (const { status, expires_at } of world.database.table('orders').all())
    if (typeof status === 'string' && expires_at === undefined) add(tally.orders, status);
  for (const [answer, times] of world.clients.outcomes) add(tally.answers, answer, times);
  addKafka(tally, world);
};

export const addTally = (tally: Tally, more: Tally): void => {
  tally.schedules += more.schedules;
  for (const [name, kinds] of Object.entries(more.awaits))
    for (const [kind, count] of Object.entries(kinds)) addAwait(tally, name, kind, count);
  for (const part of ['faults', 'orders', 'answers', 'kafka'] as const)
    for (const [name, times] of Object.entries(more[part])) add(tally[part], name, times);
};
