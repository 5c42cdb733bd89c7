import { always, drop, never, replace, setArgument, setProperty } from '../change/change.ts';
import { overwrite, widen } from '../change/dynamodb-change.ts';
import { call, ifTesting, operand, statementOf } from '../change/select.ts';
import { mutationsOf } from '../mutation.ts';

const views = [
  ...mutationsOf('functions/analytics/store/views.dynamodb.ts', [
    {
      name: 'row-without-fences',
      symbol: 'behind',
      change: widen(`attribute_exists(\${$part1})`),
      about: 'What is delivered again is counted again',
    },
    {
      name: 'gap-passed-unnoticed',
      symbol: 'crossingMoves',
      change: widen(`attribute_not_exists(\${$part1})`),
      about: 'A row does not remember where it stood when it passed a dead letter',
      scenario: 'analytics event dead-lettered by a defect, and replayed twice',
    },
    {
      name: 'last-place-stays',
      symbol: 'sightingExpression',
      change: overwrite(),
      about: 'An event that is emitted again is counted again',
    },
    {
      name: 'progress-goes-back',
      symbol: 'dynamodbViews.touch',
      change: widen('attribute_exists(#at)'),
      about: 'What is delivered again makes the views look older than they are',
    },
  ]),
  ...mutationsOf('functions/analytics/project/project.ts', [
    {
      name: 'dead-letter-not-noted',
      symbol: 'count',
      change: drop(statementOf(call('recordGap'))),
      about: 'An event that the projection dead-lettered is taken for counted when it is replayed',
      scenario: 'analytics event dead-lettered by a defect, and replayed twice',
    },
  ]),
  ...mutationsOf('functions/analytics/project/sightings.ts', [
    {
      name: 're-emitted-event-counted-again',
      symbol: 'sightings',
      change: never(ifTesting('includes')),
      about: 'An event is counted wherever it lies',
    },
    {
      name: 'second-replay-not-known',
      symbol: 'sightings',
      change: setProperty('after', '$before'),
      about: 'A dead letter that is replayed twice counts twice',
      scenario: 'analytics event dead-lettered by a defect, and replayed twice',
    },
  ]),
  ...mutationsOf('functions/analytics/project/seen-pages.ts', [
    {
      name: 'paged-place-stays',
      symbol: 'fill',
      change: setArgument('filter', 1, '() => true'),
      about: 'What a page of places has is added once more, at its later place',
    },
  ]),
  ...mutationsOf('functions/analytics/store/packed-rows.dynamodb.ts', [
    {
      name: 'packed-row-written-over',
      symbol: 'packedRows.replace',
      change: widen('attribute_exists(#revision)', '#revision = :read'),
      about: 'A row of many SKUs loses what another writer added meanwhile',
    },
    {
      name: 'packed-row-begun-twice',
      symbol: 'packedRows.replace',
      change: widen('attribute_exists(#revision)', 'attribute_not_exists(#revision)'),
      about: 'A row of many SKUs loses what its first writer added',
    },
    {
      name: 'packed-row-without-fences',
      symbol: 'packedRows.add',
      change: never(ifTesting('isNext')),
      about: 'A row of many SKUs counts again what is delivered again',
    },
  ]),
  ...mutationsOf('functions/analytics/model/progress-domain.ts', [
    {
      name: 'dead-lettered-batch-not-recorded',
      symbol: 'begun',
      change: setArgument('filter', 1, '() => false'),
      about: 'An event that the event source dead-lettered is taken for counted when it is replayed',
      scenario: 'analytics event dead-lettered by its event source, and replayed twice',
    },
  ]),
  ...mutationsOf('functions/analytics/project/add-to-row.ts', [
    {
      name: 'fences-not-read',
      symbol: 'addUntilDone',
      change: setArgument('changeFor', 1, '$param3'),
      about: 'The writer that lost a race does not read what the row has counted',
    },
  ]),
  ...mutationsOf('functions/analytics/model/domain.ts', [
    {
      name: 'rows-forget-their-gaps',
      symbol: 'wasCountedAt',
      change: replace(operand('crossingBehind'), 'undefined'),
      about: 'A row that has counted what came later takes a dead letter for counted',
      scenario: 'analytics event dead-lettered by a defect, and replayed twice',
    },
  ]),
];

const audit = [
  ...mutationsOf('functions/audit/store/store.dynamodb.ts', [
    {
      name: 'page-written-over',
      symbol: 'dynamodbAudit.append',
      change: widen('attribute_exists(order_id)'),
      about: 'A page of the audit trail overwrites another',
    },
  ]),
  ...mutationsOf('functions/audit/model/chain-domain.ts', [
    {
      name: 'recorded-twice',
      symbol: 'nextPages',
      change: setArgument('filter', 1, '() => true'),
      about: 'A fact is in the audit trail as often as it was delivered',
    },
  ]),
  ...mutationsOf('functions/audit/record/record.ts', [
    {
      name: 'lost-page-ignored',
      symbol: 'record.apply',
      change: always(ifTesting('appended')),
      about: 'The writer that lost the race for a page drops its facts',
      scenario: 'page of the books lost to a zombie',
    },
  ]),
];

/** What is counted and what is kept of all that happened. */
export const bookMutations = [...views, ...audit];
