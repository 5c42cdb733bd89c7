import { chunksOf } from '../../shared/kernel/chunks.ts';
import { timestamp } from '../../shared/kernel/clock.ts';
import { concurrently } from '../../shared/runtime/idioms/concurrently.ts';
import { type Emission, emitValidEvents } from '../../shared/runtime/idioms/emit-valid-events.ts';
import { type Verdict, verdictOn } from '../model/repair-domain.ts';
import type { SagaRecord } from '../model/saga-record-domain.ts';
import { cancelOnDeadline, type Outcome, repair, type SweepPorts, sayCancelled } from './sweep-actions.ts';

/** Orders read together. */
const pageSize = 500;
/** Left of a run's time, for the page that it is at: the rest is the next run's. */
const reserveMs = 15_000;
const concurrency = 16;
/** Records that a consumer may be behind without being late: a few batches are always under way. */
const toleratedLag = 1_000;

const looked = async (ports: SweepPorts, ids: readonly string[], now: string) => {
  const records = await concurrently(ids, concurrency, (orderId) => ports.sagas.find(orderId));
  const found = records.flatMap((record) =>
    record === undefined ? [] : [{ record, verdict: verdictOn(record, now, ports.deadlines) }],
  );
  const of = (kind: Verdict['kind']) =>
    found.filter(({ verdict }) => verdict.kind === kind).map(({ record }) => record);
  return { found, of };
};

interface Page {
  readonly timedOut: number;
  readonly repaired: number;
  readonly held: number;
  /** Held back, and not repaired before. */
  readonly untouched: number;
}

const sweepPage =
  (ports: SweepPorts, run: Emission, faults: unknown[]) =>
  async (ids: readonly string[]): Promise<Page> => {
    const now = timestamp(ports.clock);
    const { found, of } = await looked(ports, ids, now);
    /** One order whose events cannot be said keeps no other from it. */
    const finish = async (outcomes: readonly Outcome[]): Promise<number> => {
      const emitted = await concurrently(outcomes, concurrency, async ({ emit, afterwards, park }) => {
        if (emit.length === 0) return 0;
        try {
          const { faults: unsound } = await emitValidEvents([emit], (events) => events, run);
          const [fault] = unsound.values();
          if (fault !== undefined) {
            faults.push(new TypeError(fault));
            await park?.();
            return 0;
          }
          await afterwards?.();
          return 1;
        } catch (thrown) {
          faults.push(thrown);
          return 0;
        }
      });
      return emitted.reduce<number>((sum, one) => sum + one, 0);
    };
    await concurrently(found, concurrency, async ({ record: { order_id, due }, verdict }) => {
      if (due === undefined) return;
      if (verdict.kind === 'forget') await ports.due.postpone(order_id, due.at);
      if (verdict.kind === 'wait') await ports.due.postpone(order_id, due.at, { ...due, at: verdict.until });
    });
    /** One order that meets a fault keeps no other from its turn. */
    const each = (records: readonly SagaRecord[], act: (record: SagaRecord) => Promise<Outcome>) =>
      concurrently(records, concurrency, (record) =>
        act(record).catch((thrown: unknown): Outcome => {
          faults.push(thrown);
          return { emit: [] };
        }),
      );
    const timedOut = await finish([
      ...(await each(of('give-up'), (record) => cancelOnDeadline(ports, record, now))),
      ...(await each(of('say-given-up'), (record) => sayCancelled(ports, record, now))),
    ]);
    await finish(await each(of('say-cancelled'), (record) => sayCancelled(ports, record, now)));
    const broken = of('repair');
    const held = broken.length > 0 && (await ports.lag.greatest()) > toleratedLag;
    const repaired = held ? 0 : await finish(await each(broken, (record) => repair(ports, record, now)));
    const untouched = held ? broken.filter((record) => record.due?.attempts === 0) : [];
    return { timedOut, repaired, held: held ? broken.length : 0, untouched: untouched.length };
  };

/**
 * Looks after orders that have stood too long, page by page while there is time. Those past the whole deadline are cancelled; the step
 * of the others is repaired, ever more seldom, and not while consumers lag: then it is only their turn that has not come.
 */
export const sweep =
  (ports: SweepPorts) =>
  async (run: Emission): Promise<Readonly<Record<string, number>>> => {
    const faults: unknown[] = [];
    const pages: Page[] = [];
    const ids = await ports.due.before(timestamp(ports.clock), ports.mostPerRun);
    for (const page of chunksOf(ids, pageSize)) {
      if (run.deadline.remainingMs() < reserveMs) break;
      pages.push(await sweepPage(ports, run, faults)(page));
    }
    if (faults.length > 0) throw new AggregateError(faults, `${faults.length} orders could not be looked after`);
    // Those repaired before are counted until they move, whether their next turn has come or not.
    const stuck = await ports.due.repaired(ports.mostPerRun);
    const sum = (name: keyof Page): number => pages.reduce((total, page) => total + page[name], 0);
    return {
      OrdersTimedOut: sum('timedOut'),
      OrdersRepaired: sum('repaired'),
      OrderRepairsHeld: sum('held'),
      OrdersStuck: stuck.length + sum('untouched'),
    };
  };
