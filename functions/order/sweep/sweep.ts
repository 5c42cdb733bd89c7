import { chunksOf } from '../../shared/kernel/chunks.ts';
import { timestamp } from '../../shared/kernel/clock.ts';
import { concurrently } from '../../shared/runtime/idioms/concurrently.ts';
import { type Emission, emitValidEvents } from '../../shared/runtime/idioms/emit-valid-events.ts';
import { type SweepAction, sweepActionOf } from '../model/repair-domain.ts';
import { dueAgain, type SagaRecord } from '../model/saga-record-domain.ts';
import { cancelOnDeadline, emitCancelled, isTimedOut, type Outcome, repair, type SweepPorts } from './sweep-actions.ts';

/** Orders per page. */
const pageSize = 500;
/** Time reserved for the current page: the rest is the next run's. */
const reserveMs = 15_000;
const concurrency = 16;
/** Lag that counts as none: a few batches are always in flight. */
const toleratedLag = 1_000;

const actionsOf = async (ports: SweepPorts, ids: readonly string[], now: string) => {
  const records = await concurrently(ids, concurrency, (orderId) => ports.sagas.load(orderId));
  const found = records.flatMap((record) =>
    record === undefined ? [] : [{ record, action: sweepActionOf(record, now, ports.deadlines) }],
  );
  const of = (kind: SweepAction['kind']) =>
    found.filter(({ action }) => action.kind === kind).map(({ record }) => record);
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
    const { found, of } = await actionsOf(ports, ids, now);
    /** An order whose events cannot be emitted does not block the others. */
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
    await concurrently(found, concurrency, async ({ record, action }) => {
      if (action.kind === 'clear') await ports.sagas.save(record, dueAgain(record));
      if (action.kind === 'wait' && record.due !== undefined)
        await ports.sagas.save(record, dueAgain(record, { ...record.due, at: action.until }));
    });
    /** An order that fails does not block the others. */
    const each = (records: readonly SagaRecord[], act: (record: SagaRecord) => Promise<Outcome>) =>
      concurrently(records, concurrency, (record) =>
        act(record).catch((thrown: unknown): Outcome => {
          faults.push(thrown);
          return { emit: [] };
        }),
      );
    const unpublished = of('emit-cancelled');
    const timedOut = await finish([
      ...(await each(of('cancel'), (record) => cancelOnDeadline(ports, record, now))),
      ...unpublished.filter(isTimedOut).map((record) => emitCancelled(ports, record, now)),
    ]);
    await finish(
      unpublished.filter((record) => !isTimedOut(record)).map((record) => emitCancelled(ports, record, now)),
    );
    const late = of('repair');
    const held = late.length > 0 && (await ports.lag.greatest()) > toleratedLag;
    const repaired = held ? 0 : await finish(await each(late, (record) => repair(ports, record, now)));
    const untouched = held ? late.filter((record) => record.due?.attempts === 0) : [];
    return { timedOut, repaired, held: held ? late.length : 0, untouched: untouched.length };
  };

/**
 * Cancels orders past the saga deadline; re-emits the pending events of the rest, with exponential backoff, unless
 * their consumers lag. Works page by page while there is time.
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
    if (faults.length > 0) throw new AggregateError(faults, `${faults.length} orders could not be swept`);
    // Repaired orders count as stuck until they move, whether their next turn has come or not.
    const stuck = await ports.due.repaired(ports.mostPerRun);
    const sum = (name: keyof Page): number => pages.reduce((total, page) => total + page[name], 0);
    return {
      OrdersTimedOut: sum('timedOut'),
      OrdersRepaired: sum('repaired'),
      OrderRepairsHeld: sum('held'),
      OrdersStuck: stuck.length + sum('untouched'),
    };
  };
