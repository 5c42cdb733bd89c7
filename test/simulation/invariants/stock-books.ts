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
  readonly log?: readonly string[];
  readonly outdated_by?: number;
  readonly rebuilds?: number;
}

interface KeptOutcome {
  readonly order_id: string;
  readonly sku: string;
  readonly state: string;
  readonly version: number;
}

const require: Require = requireThat('stock books');
const none: StockItem = { sku: '', available: 0, reserved: 0, sold: 0, adjusted: 0, version: 0 };

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
    const [owner, state] = JSON.parse(text) as [string, string];
    const name = `${sku} ${owner} ${state}`;
    require(!decided.has(name), () => `${sku} of ${owner} is ${state} twice: ${decided.get(name)} and ${version}`);
    decided.set(name, version);
  };

  /** As an operator leaves it: each outcome in its table, or in the log. */
  const rebuilt = (after: StockItem): void => {
    const { sku, version, log = [] } = after;
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
    const { sku, version, log = [] } = after;
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
    const last = JSON.parse(log.at(-1) ?? '[]') as readonly unknown[];
    require(last[3] === after.available, () => `${sku} has ${counts(after)}, its last outcome has ${last[3]}`);
    const first = before.version - (before.log?.length ?? 0) + 1;
    for (let lost = first; lost <= version - log.length; lost += 1)
      require(kept.get(sku)?.has(lost) === true, () => `Outcome ${lost} of ${sku} left the log before it was kept`);
  };

  const keep = ({ before, after }: Changed<KeptOutcome>): void => {
    const { order_id, sku: name, version, state } = (after ?? before) as KeptOutcome;
    require(after !== undefined, () => `The outcome ${state} of ${order_id}, ${name} was deleted`);
    if (order_id.startsWith('stock#')) {
      require((outcomes.get(name)?.length ?? 0) > version, () =>
        `${name} never reached the version ${version} of its mark`);
      return;
    }
    require(before === undefined || (before.version === version && before.state === state), () =>
      `The outcome of ${order_id}, ${name} was ${before?.state} (${before?.version}), is ${state} (${version})`);
    const [sku = ''] = name.split('#');
    const [owner, emitted] = JSON.parse(outcomes.get(sku)?.[version] ?? '[]') as [string?, string?];
    require(owner === order_id && emitted === state, () =>
      `Kept of ${sku} what was never decided: ${state} of ${order_id}`);
    const versions = kept.get(sku) ?? new Set<number>();
    kept.set(sku, versions.add(version));
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
