import type { Outcome } from '../../../functions/inventory/model/stock-domain.ts';
import { outcomesIn, recordOf } from '../../../functions/inventory/store/ledger-item.dynamodb.ts';
import type { Watcher } from '../world/run-plan.ts';
import { type Changed, onChange } from './changed-items.ts';
import { type Require, requireThat } from './require-that.ts';

interface StockItem {
  readonly sku: string;
  readonly available: number;
  readonly reserved: number;
  readonly sold: number;
  readonly adjusted: number;
  readonly version: number;
  readonly log?: Uint8Array | readonly string[];
  readonly outdated_by?: number;
  readonly rebuilds?: number;
}

/** An item beside the stocks: a page of outcomes, one of its own, or a high-water mark. */
interface KeptItem {
  readonly order_id: string;
  readonly sku: string;
  readonly version?: number;
}

const require: Require = requireThat('stock books');
const none: StockItem = { sku: '', available: 0, reserved: 0, sold: 0, adjusted: 0, version: 0 };

const textsOf = (item: StockItem): readonly string[] =>
  recordOf({ ...item }).log.map((outcome) => JSON.stringify(outcome));

const counts = ({ available, reserved, sold, adjusted }: StockItem): string =>
  `available ${available}, reserved ${reserved}, sold ${sold}, adjusted ${adjusted}`;

/**
 * Each write of a stock: nothing negative, nothing lost, one version an outcome, and outcomes that never change: not in the log,
 * not in the table that they go to from there, and never two of one state for one reservation.
 */
export const stockBooks = (): Watcher => {
  /** By SKU: the texts of all outcomes, by their versions. */
  const outcomes = new Map<string, string[]>();
  const decided = new Map<string, number>();
  const kept = new Map<string, Set<number>>();

  const numbers = (item: StockItem): void => {
    const { sku, available, reserved, sold, adjusted } = item;
    require(available >= 0 && reserved >= 0 && sold >= 0, () => `${sku} is negative: ${counts(item)}`);
    require(available + reserved + sold === adjusted, () => `Units of ${sku} are lost or made: ${counts(item)}`);
  };

  const enter = (sku: string, version: number, text: string): void => {
    const known = outcomes.get(sku) ?? [];
    outcomes.set(sku, known);
    known[version] = text;
    const { owner, state } = JSON.parse(text) as Outcome;
    const name = `${sku} ${owner} ${state}`;
    require(!decided.has(name), () => `${sku} of ${owner} is ${state} twice: ${decided.get(name)} and ${version}`);
    decided.set(name, version);
  };

  /** As an operator leaves it: each outcome in its table, or in the log. */
  const rebuilt = (after: StockItem): void => {
    const { sku, version } = after;
    const log = textsOf(after);
    numbers(after);
    for (let place = 1; place <= version - log.length; place += 1)
      require(kept.get(sku)?.has(place) === true, () => `Outcome ${place} of ${sku} is not kept by the rebuild`);
  };

  /** It decided nothing: it is older than its outcomes. */
  const stopped = (before: StockItem, after: StockItem): void => {
    require(counts(before) === counts(after) && (after.outdated_by ?? 0) > after.version, () =>
      `${after.sku} went from version ${before.version} to ${after.version}: ${counts(after)}`);
    const reached = (outcomes.get(after.sku)?.length ?? 0) - 1;
    require((after.outdated_by ?? 0) <= reached, () =>
      `${after.sku} never reached ${after.outdated_by}, but ${reached}`);
  };

  const written = ({ before = none, after }: Changed<StockItem>): void => {
    require(after !== undefined, () => `The stock of ${before.sku} was deleted`);
    numbers(after);
    const { sku, version } = after;
    const log = textsOf(after);
    const added = version - before.version;
    if (added === 0) {
      stopped(before, after);
      return;
    }
    require(added > 0 && added <= log.length, () =>
      `${sku} went from version ${before.version} to ${version}, with ${log.length} outcomes`);
    for (const [index, text] of log.entries()) {
      const place = version - log.length + 1 + index;
      if (place > before.version) enter(sku, place, text);
      else require(outcomes.get(sku)?.[place] === text, () => `Outcome ${place} of ${sku} was changed into ${text}`);
    }
    const last = JSON.parse(log.at(-1) ?? '{}') as Partial<Outcome>;
    require(last.available === after.available, () =>
      `${sku} has ${counts(after)}, its last outcome has ${last.available}`);
    const first = before.version - (before === none ? 0 : textsOf(before).length) + 1;
    for (let lost = first; lost <= version - log.length; lost += 1)
      require(kept.get(sku)?.has(lost) === true, () => `Outcome ${lost} of ${sku} left the log before it was kept`);
  };

  const keep = ({ before, after }: Changed<KeptItem>): void => {
    const { order_id, sku: name, version = 0 } = (after ?? before) as KeptItem;
    require(after !== undefined, () => `The item ${order_id}, ${name} was deleted`);
    if (order_id.startsWith('stock#')) {
      require((outcomes.get(name)?.length ?? 0) > version, () =>
        `${name} never reached the version ${version} of its mark`);
      return;
    }
    const texts = outcomesIn({ ...after }).map((outcome) => JSON.stringify(outcome));
    const earlier = before === undefined ? texts : outcomesIn({ ...before }).map((outcome) => JSON.stringify(outcome));
    require(earlier.join() === texts.join(), () => `The item ${order_id}, ${name} was ${earlier}, is ${texts}`);
    for (const text of texts) {
      const { sku, version: place, owner, state } = JSON.parse(text) as Outcome;
      // A rebuild from events does not know the units of a rejection.
      const decision = JSON.parse(outcomes.get(sku)?.[place] ?? '{}') as Partial<Outcome>;
      require(decision.owner === owner && decision.state === state, () =>
        `Kept of ${sku} what was never decided: ${text}`);
      kept.set(sku, (kept.get(sku) ?? new Set<number>()).add(place));
    }
  };

  return {
    begin: (world) => {
      onChange<StockItem>(world, 'stock', (change) => {
        if (!world.stocksAreRestored) written(change);
        else if (change.after?.rebuilds !== change.before?.rebuilds && change.after !== undefined)
          rebuilt(change.after);
      });
      onChange(world, 'reservations', keep);
    },
  };
};
