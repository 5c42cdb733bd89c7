import { mutationsOf } from '../mutation.ts';

const views = [
  ...mutationsOf('functions/analytics/views.dynamodb.ts', [
    {
      name: 'row-without-fences',
      find: `(attribute_not_exists(#f\${index}) OR #f\${index} < :f\${index})`,
      replace: `(attribute_not_exists(#f\${index}) OR #f\${index} < :f\${index} OR attribute_exists(#f\${index}))`,
      about: 'What is delivered again is counted again',
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
  ...mutationsOf('functions/analytics/project.ts', [
    {
      name: 'said-again-counted-again',
      find: `return identity === undefined || known.get(\`\${identity.of}|\${identity.id}\`) === placeOf(one);`,
      replace: 'return true;',
      about: 'An event is counted wherever it lies',
    },
    {
      name: 'fences-not-read',
      find: 'row = { fences };',
      replace: '',
      about: 'Who lost a race does not look at what the row has counted',
    },
  ]),
  ...mutationsOf('functions/analytics/domain.ts', [
    {
      name: 'batch-counts-twice',
      find: ' || (reached !== undefined && position <= reached.to)',
      replace: '',
      about: 'What lies twice in a batch is counted twice',
    },
  ]),
  ...mutationsOf('functions/analytics/views-domain.ts', [
    {
      name: 'stock-counted-by-place',
      find: `'version' in event ? ['version', event.version] : [String(partition), offset];`,
      replace: '[String(partition), offset];',
      about: 'An outcome of a stock is counted wherever it lies',
    },
  ]),
];

const audit = [
  ...mutationsOf('functions/audit/store.dynamodb.ts', [
    {
      name: 'page-written-over',
      find: `ConditionExpression: 'attribute_not_exists(order_id)',`,
      replace: `ConditionExpression: 'attribute_not_exists(order_id) OR attribute_exists(order_id)',`,
      about: 'A page of the books is written over another',
    },
  ]),
  ...mutationsOf('functions/audit/chain-domain.ts', [
    {
      name: 'recorded-twice',
      find: 'records.filter(({ event_id }) => !seen.has(event_id) && seen.add(event_id));',
      replace: 'records;',
      about: 'A fact is in the books as often as it was delivered',
    },
  ]),
  ...mutationsOf('functions/audit/record.ts', [
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
