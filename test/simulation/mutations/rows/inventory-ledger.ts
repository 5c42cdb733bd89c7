import type { StockCommand } from '../../../../functions/inventory/model/domain.ts';
import type { ReservationState } from '../../../../functions/inventory/model/stock-domain.ts';
import {
  always,
  drop,
  insertBefore,
  never,
  replace,
  setArgument,
  setProperty,
  swap,
  together,
  within,
} from '../change/change.ts';
import { cut, readStale } from '../change/dynamodb-change.ts';
import { call, conditional, destructured, ifTesting, operand, returned, statementOf } from '../change/select.ts';
import { mutationsOf } from '../mutation.ts';

const tables = [
  ...mutationsOf('functions/inventory/store/ledger-item.dynamodb.ts', [
    {
      name: 'stock-of-any-version',
      symbol: 'replacement',
      change: within(
        returned('WHERE'),
        together(cut(' AND "version" = ?'), setProperty('Parameters', '$it.slice(0, -1)')),
      ),
      about: 'A write of a stock overwrites what was decided meanwhile',
    },
  ]),
  ...mutationsOf('functions/inventory/store/ledger-tables.dynamodb.ts', [
    {
      name: 'stock-opened-twice',
      symbol: 'isConflict',
      change: insertBefore(operand('DuplicateItem'), 'if ($it) return false;'),
      about: 'The second writer that opens a stock passes for the first',
      scenario: 'two open one stock',
    },
    {
      name: 'stock-read-late',
      symbol: 'asWritten',
      change: readStale(),
      about: 'Outcomes that were kept are not seen yet',
      scenario: 'one SKU for all orders, read late',
    },
  ]),
  ...mutationsOf('functions/inventory/ledger/stock-log.ts', [
    {
      name: 'outcomes-cut-and-lost',
      symbol: 'stockLog.commit',
      change: drop(statementOf(call('keep'))),
      about: 'Outcomes leave the log and are nowhere',
      scenario: 'one SKU for all orders',
    },
    {
      name: 'outcomes-cut-before-kept',
      symbol: 'stockLog.commit',
      change: swap('keep', 'replace'),
      about: 'Outcomes leave the log before they are in their table',
      scenario: 'one SKU for all orders',
    },
  ]),
];

/** Outcomes that left the log are found, by the time of their order. */
const pages = [
  ...mutationsOf('functions/inventory/store/outcome-pages.dynamodb.ts', [
    {
      name: 'page-replaces-another',
      symbol: 'pageItem',
      change: setProperty('sku', 'sortKeyOf(span, from)'),
      about: 'A page with later outcomes of the same orders replaces the first one',
      scenario: 'one SKU for all orders',
    },
    {
      name: 'pages-searched-from-the-order-on',
      symbol: 'rangesOf',
      change: setArgument('before', 2, '0'),
      about: 'A page that begins with an older order is not read: a RESERVE delivered again is decided again',
      scenario: 'reserves replayed when their outcomes are in pages of slow orders',
    },
    {
      name: 'pages-of-one-span',
      symbol: 'pageItem',
      change: replace(call('findIndex'), '0'),
      about: 'A page of orders that are far apart passes for one of orders seconds apart',
      scenario: 'reserves replayed when their outcomes are in pages of slow orders',
    },
  ]),
  ...mutationsOf('functions/inventory/ledger/stock-log.ts', [
    {
      name: 'kept-and-not-noted',
      symbol: 'changeOf',
      change: setArgument('later', 2, 'undefined'),
      about: 'A stock does not note that outcomes left its log: a RESERVE delivered again is decided again',
      scenario: 'reserve replayed when its outcome is in a page',
    },
  ]),
  ...mutationsOf('functions/inventory/ledger/kept-outcomes.ts', [
    {
      name: 'pages-not-searched',
      symbol: 'mayBeKept',
      change: replace(returned('from'), 'false'),
      about: 'Outcomes in pages are not searched for: a RESERVE delivered again is decided again',
      scenario: 'reserve replayed when its outcome is in a page',
    },
  ]),
];

const restored = [
  ...mutationsOf('functions/inventory/ledger/stock-log.ts', [
    {
      name: 'high-water-mark-not-kept',
      symbol: 'stockLog.commit',
      change: setArgument('keep', 2, '[]'),
      about: 'A stock that is restored from a backup decides with units that later orders hold',
      scenario: 'stock restored older than its outcomes',
    },
  ]),
  ...mutationsOf('functions/inventory/ledger/outdated-stocks.ts', [
    {
      name: 'high-water-mark-not-read',
      symbol: 'OutdatedStocks.find',
      change: never(conditional('highWaterMarks')),
      about: 'A stock that is restored from a backup decides with units that later orders hold',
      scenario: 'stock restored older than its outcomes',
    },
    {
      name: 'stock-not-remembered',
      symbol: 'OutdatedStocks.find',
      change: drop(statementOf(call('#remember'))),
      about: 'An environment forgets which version of a stock it has seen',
      scenario: 'stock restored under a ledger that has seen it',
    },
  ]),
  ...mutationsOf('functions/inventory/ledger/ledger.ts', [
    {
      name: 'outdated-stock-decides',
      symbol: 'ledger.step',
      change: never(ifTesting('isOutdated')),
      about: 'A stock that is known to be outdated decides all the same',
      scenario: 'stock lost',
    },
  ]),
  ...mutationsOf('functions/inventory/rebuild/rebuild.ts', [
    {
      name: 'rebuilt-without-its-outcomes',
      symbol: 'applyRebuilt',
      change: setArgument('keep', 1, '[]'),
      about: 'Outcomes that only the topic has left are not in their table after a rebuild',
      scenario: 'stock restored and rebuilt at once',
    },
  ]),
  ...mutationsOf('functions/inventory/rebuild/rebuilt-stock.ts', [
    {
      name: 'rebuilt-from-the-table-alone',
      symbol: 'allOutcomes',
      change: setArgument('flatMap', 1, '() => []'),
      about: 'Outcomes that never left the log of the stock are not rebuilt',
      scenario: 'stock restored and rebuilt at once',
    },
  ]),
];

/** Decides a command as if the reservation had not come to a state. */
const forgetting = (type: StockCommand['type'], state: ReservationState) =>
  replace(
    destructured('reservation'),
    `{ reservation: $param1.type === '${type}' ? { ...$it.reservation, ${state}: undefined } : $it.reservation }`,
  );

const decisions = mutationsOf('functions/inventory/model/domain.ts', [
  ...(['RESERVE', 'ADJUST'] as const).map((type) => ({
    name: `${type.toLowerCase()}-decided-again`,
    symbol: 'decide',
    change: replace(destructured('reservation'), `{ reservation: $param1.type === '${type}' ? {} : $it.reservation }`),
    about: `${type} delivered again is decided again`,
  })),
  {
    name: 'commit-decided-again',
    symbol: 'decide',
    change: forgetting('COMMIT', 'COMMITTED'),
    about: 'COMMIT delivered again sells again',
  },
  {
    name: 'release-decided-again',
    symbol: 'decide',
    change: forgetting('RELEASE', 'RELEASED'),
    about: 'RELEASE delivered again gives back again',
  },
  {
    name: 'sold-after-release',
    symbol: 'decide',
    change: forgetting('COMMIT', 'RELEASED'),
    about: 'A COMMIT after the RELEASE sells what was given back',
  },
  {
    name: 'no-tombstone',
    symbol: 'decide',
    change: replace(operand('REJECTED'), "($left ?? 'REJECTED') === $right"),
    about: 'A RELEASE that comes before its RESERVE leaves nothing behind',
    scenario: 'reserve replayed after another line was refused',
  },
  {
    name: 'nothing-given-back-refused',
    symbol: 'decide',
    change: never(ifTesting('REJECTED')),
    about: 'A RELEASE of what was never reserved is an error',
  },
  {
    name: 'oversold',
    symbol: 'nextState',
    change: always(conditional('available')),
    about: 'What is not there is reserved',
  },
  {
    name: 'adjusted-below-zero',
    symbol: 'adjustmentState',
    change: never(conditional('isSafeInteger')),
    about: 'More is taken out of a stock than there is',
    scenario: 'more taken out than there is',
  },
]);

const events = mutationsOf('functions/inventory/model/stock-event.ts', [
  {
    name: 'stock-events-timed-by-clock',
    symbol: 'stockEvent',
    change: setProperty('timestamp', 'new Date().toISOString()'),
    about: 'An outcome that is emitted again has the time of the emission',
  },
]);

/** The stock ledger. */
export const ledgerMutations = [...tables, ...pages, ...restored, ...decisions, ...events];
