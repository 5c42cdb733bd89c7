import { mutationsOf } from '../mutation.ts';

const views = [
  ...mutationsOf('functions/analytics/store/views.dynamodb.ts', [
    {
      name: 'row-without-fences',
      find: `\`(attribute_not_exists(\${fence}) OR \${fence} < \${value})\``,
      replace: `\`(attribute_not_exists(\${fence}) OR \${fence} < \${value} OR attribute_exists(\${fence}))\``,
      about: 'What is delivered again is counted again',
    },
    {
      name: 'gap-passed-unnoticed',
      find: `\`attribute_exists(\${name})\``,
      replace: `\`(attribute_exists(\${name}) OR attribute_not_exists(\${name}))\``,
      about: 'A row does not remember where it stood when it passed a dead letter',
      scenario: 'analytics event dead-lettered by a defect, and replayed twice',
    },
    {
      name: 'last-place-stays',
      find: `#e\${index} = if_not_exists(#e\${index}, :p\${index})`,
      replace: `#e\${index} = :p\${index}`,
      about: 'What is said again is counted again',
    },
    {
      name: 'progress-goes-back',
      find: `'attribute_not_exists(#at) OR #at < :at'`,
      replace: `'attribute_not_exists(#at) OR #at < :at OR attribute_exists(#at)'`,
      about: 'What is delivered again makes the views look older than they are',
    },
  ]),
  ...mutationsOf('functions/analytics/project/project.ts', [
    {
      name: 'dead-letter-not-noted',
      find: 'await progress.recordGap(only.record).catch(',
      replace: 'await Promise.resolve().catch(',
      about: 'What the projection gave up itself is taken for counted when it is replayed',
      scenario: 'analytics event dead-lettered by a defect, and replayed twice',
    },
  ]),
  ...mutationsOf('functions/analytics/project/sightings.ts', [
    {
      name: 'said-again-counted-again',
      find: 'if (wasLost.includes(false)) continue;',
      replace: '',
      about: 'An event is counted wherever it lies',
    },
    {
      name: 'second-replay-not-known',
      find: `after: \`\${seen} \${placeOf(one)}\``,
      replace: 'after: seen',
      about: 'A dead letter that is replayed twice counts twice',
      scenario: 'analytics event dead-lettered by a defect, and replayed twice',
    },
  ]),
  ...mutationsOf('functions/analytics/model/progress-domain.ts', [
    {
      name: 'given-up-batch-not-noted',
      find: '.filter(([from]) => from < first)',
      replace: '.filter(() => false)',
      about: 'What the event source gave up is taken for counted when it is replayed',
      scenario: 'analytics event dead-lettered by its event source, and replayed twice',
    },
  ]),
  ...mutationsOf('functions/analytics/project/add-to-row.ts', [
    {
      name: 'fences-not-read',
      find: 'row = await store.add({ view: key.view, row: key.row }, change);\n    if (row === undefined) return;',
      replace: 'if ((await store.add({ view: key.view, row: key.row }, change)) === undefined) return;',
      about: 'Who lost a race does not look at what the row has counted',
    },
  ]),
  ...mutationsOf('functions/analytics/model/domain.ts', [
    {
      name: 'rows-forget-their-gaps',
      find: 'lost.position <= (crossingBehind(row, lost)?.reached ?? fenceOf(row, lost.fence));',
      replace: 'lost.position <= fenceOf(row, lost.fence);',
      about: 'A row that has counted what came later takes a dead letter for counted',
      scenario: 'analytics event dead-lettered by a defect, and replayed twice',
    },
  ]),
];

const audit = [
  ...mutationsOf('functions/audit/store/store.dynamodb.ts', [
    {
      name: 'page-written-over',
      find: `ConditionExpression: 'attribute_not_exists(order_id)',`,
      replace: `ConditionExpression: 'attribute_not_exists(order_id) OR attribute_exists(order_id)',`,
      about: 'A page of the books is written over another',
    },
  ]),
  ...mutationsOf('functions/audit/model/chain-domain.ts', [
    {
      name: 'recorded-twice',
      find: 'records.filter(({ event_id }) => !seen.has(event_id) && seen.add(event_id));',
      replace: 'records;',
      about: 'A fact is in the books as often as it was delivered',
    },
  ]),
  ...mutationsOf('functions/audit/record/record.ts', [
    {
      name: 'lost-page-ignored',
      find: `if ((await appendAll(store, added)) === 'appended') return`,
      replace: 'await appendAll(store, added);\n      return',
      about: 'Who lost the race for a page drops its facts',
      scenario: 'page of the books lost to a zombie',
    },
  ]),
];

/** What is counted and what is kept of all that happened. */
export const bookMutations = [...views, ...audit];
