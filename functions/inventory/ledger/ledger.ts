import { type Clock, timestamp } from '../../shared/kernel/clock.ts';
import type { Fold } from '../../shared/runtime/idioms/fold.ts';
import { decide, ownerOf, type StockCommand } from '../model/domain.ts';
import { keyOfOutcome, type LaterState, type LedgerTables, type StockRecord } from '../model/ports.ts';
import type { Outcome, Reservation } from '../model/stock-domain.ts';
import { stockEvent } from '../model/stock-event.ts';
import { outcomeName } from './outcome-name.ts';
import { isOutdated } from './outdated-stocks.ts';
import { type LedgerItem, type LogLimits, stockLog } from './stock-log.ts';

export interface LedgerPorts {
  readonly tables: LedgerTables;
  readonly clock: Clock;
  /** Delay before a batch is retried after a conflict. */
  readonly pause: Fold<never, never>['pause'];
  readonly logLimits?: LogLimits | undefined;
}

const recordIn = (item: LedgerItem | undefined): StockRecord | undefined =>
  item !== undefined && 'stock' in item ? item : undefined;

const outcomeIn = (item: LedgerItem | undefined): readonly Outcome[] =>
  item !== undefined && 'outcome' in item ? [item.outcome] : [];

/**
 * The stock's item is older than an outcome of its SKU: its available units may belong to another order. Its commands
 * are dead-lettered until the stock is rebuilt.
 */
class OutdatedStock extends Error {
  override readonly name = 'OutdatedStock';

  constructor({ type, sku }: StockCommand, { stock, outdatedBy }: StockRecord) {
    super(
      `${type} of ${sku}: its stock has version ${stock.version}, but its outcomes reached ${outdatedBy}; see: orderstream stock rebuild ${sku}`,
    );
  }
}

const laterStates: readonly LaterState[] = ['COMMITTED', 'RELEASED'];

/** Names of the outcomes that may answer a command: those of RESERVE and ADJUST have the first outcome only. */
const outcomeNames = (command: StockCommand): readonly string[] => {
  const { sku, type } = command;
  const key = { sku, owner: ownerOf(command) };
  const opens = type === 'RESERVE' || type === 'ADJUST';
  return [outcomeName(key), ...(opens ? [] : laterStates.map((later) => outcomeName({ ...key, later })))];
};

/**
 * The stock ledger: commands keyed by SKU, so that each SKU has one writer, folded over its stock and its outcomes.
 * Every outcome is kept, and a repeated command is answered by it.
 */
export const ledger = ({ tables, clock, pause, logLimits }: LedgerPorts): Fold<StockCommand, LedgerItem> => ({
  ...stockLog(tables, logLimits),
  pause,
  items: (command) => [command.sku, ...outcomeNames(command)],
  step: (read, command) => {
    const record = recordIn(read(command.sku));
    if (record !== undefined && isOutdated(record)) throw new OutdatedStock(command, record);
    const outcomes = outcomeNames(command).flatMap((name) => outcomeIn(read(name)));
    const reservation: Reservation = Object.fromEntries(outcomes.map((outcome) => [outcome.state, outcome]));
    const { stock, outcome } = decide(command, { stock: record?.stock, reservation }, timestamp(clock));
    if (outcome === undefined) return { writes: {}, emit: [] };
    const emit = [stockEvent(outcome, command)];
    if (stock === undefined) return { writes: {}, emit };
    const log = [...(record?.log ?? []), outcome];
    // The outcome's own item serves later commands of this batch. What is stored of it is in the stock's log.
    return {
      writes: { [command.sku]: { ...record, stock, log }, [outcomeName(keyOfOutcome(outcome))]: { outcome } },
      emit,
    };
  },
});
