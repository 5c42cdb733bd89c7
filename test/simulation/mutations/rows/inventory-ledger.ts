import { mutationsOf } from '../mutation.ts';

const tables = [
  ...mutationsOf('functions/inventory/store/ledger-item.dynamodb.ts', [
    {
      name: 'stock-of-any-version',
      find: ' WHERE "sku" = ? AND "version" = ?`,\n    Parameters: [...values, sku, before],',
      replace: ' WHERE "sku" = ?`,\n    Parameters: [...values, sku],',
      about: 'A stock is written over whatever was decided meanwhile',
    },
  ]),
  ...mutationsOf('functions/inventory/store/ledger-tables.dynamodb.ts', [
    {
      name: 'stock-opened-twice',
      find: `Code === 'ConditionalCheckFailed' || Code === 'DuplicateItem' || Code === 'TransactionConflict') return true;`,
      replace: `Code === 'ConditionalCheckFailed' || Code === 'TransactionConflict') return true;
  if (Code === 'DuplicateItem') return false;`,
      about: 'Who opens a stock that somebody else has opened passes for the one who did',
      scenario: 'two open one stock',
    },
    {
      name: 'stock-read-late',
      find: '{ ConsistentRead: true }',
      replace: '{ ConsistentRead: false }',
      about: 'Outcomes that were kept are not seen yet',
      scenario: 'one SKU for everybody, read late',
    },
  ]),
  ...mutationsOf('functions/inventory/ledger/stock-log.ts', [
    {
      name: 'outcomes-cut-and-lost',
      find: 'if (lost.length > 0) await tables.keep(lost, marks);',
      replace: '',
      about: 'Outcomes leave the log and are nowhere',
      scenario: 'one SKU for everybody',
    },
    {
      name: 'outcomes-cut-before-kept',
      find: `if (lost.length > 0) await tables.keep(lost, marks);
      return (await tables.replace(changes)).length > 0 ? 'conflict' : 'committed';`,
      replace: `const conflicts = await tables.replace(changes);
    if (lost.length > 0) await tables.keep(lost, marks);
    return conflicts.length > 0 ? 'conflict' : 'committed';`,
      about: 'Outcomes leave the log before they are in their table',
      scenario: 'one SKU for everybody',
    },
  ]),
];

const restored = [
  ...mutationsOf('functions/inventory/ledger/stock-log.ts', [
    {
      name: 'high-water-mark-not-kept',
      find: 'await tables.keep(lost, marks)',
      replace: 'await tables.keep(lost, [])',
      about: 'A stock that is restored from a backup decides with units that later orders hold',
      scenario: 'stock restored older than its outcomes',
    },
  ]),
  ...mutationsOf('functions/inventory/ledger/outdated-stocks.ts', [
    {
      name: 'high-water-mark-not-read',
      find: 'const marks = unknown.length > 0 ?',
      replace: 'const marks = unknown.length < 0 ?',
      about: 'A stock that is restored from a backup decides with units that later orders hold',
      scenario: 'stock restored older than its outcomes',
    },
    {
      name: 'stock-not-remembered',
      find: 'this.#remember(sku, reachedBy(read));',
      replace: 'reachedBy(read);',
      about: 'An environment forgets which version of a stock it has seen',
      scenario: 'stock restored under a ledger that has seen it',
    },
  ]),
  ...mutationsOf('functions/inventory/ledger/ledger.ts', [
    {
      name: 'outdated-stock-decides',
      find: 'record !== undefined && isOutdated(record)',
      replace: 'record !== undefined && isOutdated(record) && record.stock.version < 0',
      about: 'A stock that is known to be outdated decides all the same',
      scenario: 'stock lost',
    },
  ]),
  ...mutationsOf('functions/inventory/rebuild/rebuild.ts', [
    {
      name: 'rebuilt-without-its-outcomes',
      find: 'await tables.keep(unkept,',
      replace: 'await tables.keep([],',
      about: 'Outcomes that only the topic has left are not in their table after a rebuild',
      scenario: 'stock restored and rebuilt at once',
    },
  ]),
  ...mutationsOf('functions/inventory/rebuild/rebuilt-stock.ts', [
    {
      name: 'rebuilt-from-the-table-alone',
      find: 'const fromEvents = emitted.flatMap((event) => outcomeOf(event, reserved));',
      replace: 'const fromEvents = [...emitted].slice(0, 0).flatMap((event) => outcomeOf(event, reserved));',
      about: 'Outcomes that never left the log of the stock are not rebuilt',
      scenario: 'stock restored and rebuilt at once',
    },
  ]),
];

const decisions = mutationsOf('functions/inventory/model/domain.ts', [
  ...(['RESERVE', 'ADJUST'] as const).map((type) => ({
    name: `${type.toLowerCase()}-decided-again`,
    find: 'const { reservation } = known;',
    replace: `const reservation: Reservation = command.type === '${type}' ? {} : known.reservation;`,
    about: `${type} delivered again is decided again`,
  })),
  {
    name: 'commit-decided-again',
    find: 'const { reservation } = known;',
    replace: `const { COMMITTED: committed, ...others } = known.reservation;
  const reservation: Reservation = command.type === 'COMMIT' ? others : known.reservation;`,
    about: 'COMMIT delivered again sells again',
  },
  {
    name: 'release-decided-again',
    find: 'const { reservation } = known;',
    replace: `const { RELEASED: released, ...others } = known.reservation;
  const reservation: Reservation = command.type === 'RELEASE' ? others : known.reservation;`,
    about: 'RELEASE delivered again gives back again',
  },
  {
    name: 'sold-after-release',
    find: 'const { reservation } = known;',
    replace: `const { RELEASED: released, ...others } = known.reservation;
  const reservation: Reservation = command.type === 'COMMIT' ? others : known.reservation;`,
    about: 'A COMMIT after the RELEASE sells what was given back',
  },
  {
    name: 'no-tombstone',
    find: `if (command.type === 'RELEASE' && latest?.state === 'REJECTED') return {};`,
    replace: `if (command.type === 'RELEASE' && (latest === undefined || latest.state === 'REJECTED')) return {};`,
    about: 'A RELEASE that comes before its RESERVE leaves nothing behind',
    scenario: 'reserve replayed after another line was refused',
  },
  {
    name: 'nothing-given-back-refused',
    find: `if (command.type === 'RELEASE' && latest?.state === 'REJECTED') return {};`,
    replace: '',
    about: 'A RELEASE of what was never reserved is an error',
  },
  {
    name: 'oversold',
    find: `command.qty <= stock.available ? 'RESERVED' : 'REJECTED'`,
    replace: `'RESERVED'`,
    about: 'What is not there is reserved',
  },
  {
    name: 'adjusted-below-zero',
    find: 'qty < 0 ? available + qty >= 0 : ',
    replace: '',
    about: 'More is taken out of a stock than there is',
    scenario: 'more taken out than there is',
  },
]);

const said = mutationsOf('functions/inventory/model/stock-event.ts', [
  {
    name: 'stock-events-said-now',
    find: 'timestamp: at,',
    replace: 'timestamp: new Date().toISOString(),',
    about: 'An outcome that is said again has the time at which it is said',
  },
]);

/** The stock ledger. */
export const ledgerMutations = [...tables, ...restored, ...decisions, ...said];
