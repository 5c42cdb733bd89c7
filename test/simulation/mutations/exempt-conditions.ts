/** A condition that needs no mutation: what it is good for is nothing that could go wrong. */
export interface Exemption {
  readonly file: string;
  /** Begins the condition's text, spaces made one. */
  readonly text: string;
  readonly reason: string;
}

const guarded = 'What is written after it is written on a condition of its own: a read that is behind costs a retry';
const gatewayItself = 'The simulated gateway is no protection of ours: its books are what is judged by';
const audit = 'Shown to operators: nothing is decided by it, and a difference is read twice';

/** Where test/unit/functions/analytics/project/project-replay.property.test.ts has two invocations with one batch of dead letters. */
const batchOfTwo =
  'It takes an invocation that outlived its batch, at the very moment at which a dead letter is counted';

const slots =
  'A slot limits how much of the API one client takes; no order and no charge depends on it (wait-slots.test.ts)';

export const exemptConditions: readonly Exemption[] = [
  ...['attribute_not_exists(#slot)', '#slot < :now', '#slot = :until'].map((text) => ({
    file: 'functions/order/wait/wait-slots.dynamodb.ts',
    text,
    reason: slots,
  })),
  {
    file: 'functions/analytics/store/progress-items.dynamodb.ts',
    text: `#p\${index} = :a`,
    reason: 'Is assigned, not compared',
  },
  ...[
    `#p\${index} = :b`,
    `attribute_not_exists(#p\${index})`,
    '{ TableName: table, Key: key, ConsistentRead: true }',
  ].map((text) => ({ file: 'functions/analytics/store/progress-items.dynamodb.ts', text, reason: batchOfTwo })),
  ...['#event = :before', `attribute_not_exists(\${name})`, '{ TableName: tables.views, Key: { view, row }'].map(
    (text) => ({ file: 'functions/analytics/store/views.dynamodb.ts', text, reason: batchOfTwo }),
  ),
  {
    file: 'functions/analytics/store/views.dynamodb.ts',
    text: '#until = :until',
    reason: 'Is assigned, not compared',
  },
  {
    file: 'functions/analytics/store/views.dynamodb.ts',
    text: `#f\${index} = :t`,
    reason: 'Is assigned, not compared',
  },
  ...['attribute_not_exists(#size)', '#size = :before'].map((text) => ({
    file: 'functions/analytics/store/seen-pages.dynamodb.ts',
    text,
    reason: 'It takes two invocations that add one event of one partition at one time (view-store.test.ts has them)',
  })),
  {
    file: 'functions/analytics/store/seen-pages.dynamodb.ts',
    text: '{ TableName: table, Key: { id: name }, ConsistentRead: true }',
    reason: guarded,
  },
  {
    file: 'functions/analytics/store/seen-pages.dynamodb.ts',
    text: `#e\${index} = :p`,
    reason: 'Is assigned, not compared',
  },
  {
    file: 'functions/analytics/store/packed-rows.dynamodb.ts',
    text: '{ TableName: table, Key: { view, row }, ConsistentRead: true }',
    reason: guarded,
  },
  ...[
    'attribute_not_exists(#view)',
    '{ TableName: table, Key: packingKey',
    '{ TableName: table, KeyConditionExpression:',
  ].map((text) => ({
    file: 'functions/analytics/store/packing.dynamodb.ts',
    text,
    reason: 'All first invocations of a release decide the same (earlier-release.test.ts)',
  })),
  {
    file: 'functions/audit/store/store.dynamodb.ts',
    text: '{ TableName: table, KeyConditionExpression:',
    reason: 'A page that was not seen is in the way of the next one, and is read then',
  },
  {
    file: 'functions/inventory/store/ledger-item.dynamodb.ts',
    text: 'INSERT INTO',
    reason: 'DynamoDB itself refuses to insert twice; what is made of that has the mutation stock-opened-twice',
  },
  {
    file: 'functions/inventory/store/stock-reader.dynamodb.ts',
    text: '{ TableName: table, Key: { sku }',
    reason: 'Shown to operators: nothing is decided by it',
  },
  {
    file: 'functions/notification/providers/message-provider.mailbox.ts',
    text: 'attribute_not_exists(user_id)',
    reason: 'The mailbox stands for a provider: which of two messages of one id it keeps is its own matter',
  },
  {
    file: 'functions/notification/store/notifications.powertools.ts',
    text: '{ TableName: table, Key: recordKey(notification)',
    reason: "A queue is one run's for a minute: no read is behind for so long",
  },
  {
    file: 'functions/notification/store/queues.dynamodb.ts',
    text: '{ TableName: table, Key: allowanceKey(userId)',
    reason: guarded,
  },
  {
    file: 'functions/ops/dead-letters/last-errors.dynamodb.ts',
    text: '#to >= :first',
    reason: 'Shown to operators: nothing is decided by it',
  },
  {
    file: 'functions/ops/dead-letters/replay-marks.dynamodb.ts',
    text: '{ ConsistentRead: true }',
    reason: 'A letter that is replayed twice does no harm (replay-marks.test.ts)',
  },
  ...['attribute_not_exists(#version)', 'attribute_not_exists(#status)', '#status = :read_status'].map((text) => ({
    file: 'functions/order/store/sagas.dynamodb.ts',
    text,
    reason: 'Fences rows and writers of release 0.3 alone, and rows of orders that expired (sagas.test.ts)',
  })),
  {
    file: 'functions/payment/store/comparisons.dynamodb.ts',
    text: 'attribute_not_exists(gateway)',
    reason: 'A period that is compared twice does no harm',
  },
  {
    file: 'functions/payment/store/comparisons.dynamodb.ts',
    text: 'compared_until = :from',
    reason: 'A period that is compared twice does no harm',
  },
  {
    file: 'functions/payment/store/comparisons.dynamodb.ts',
    text: '{ TableName: table, Key: { gateway }',
    reason: guarded,
  },
  {
    file: 'functions/payment/gateway/simulated/gateway.simulated.ts',
    text: 'attribute_not_exists(idempotency_key)',
    reason: gatewayItself,
  },
  {
    file: 'functions/payment/gateway/simulated/gateway.simulated.ts',
    text: '{ TableName: table, Key: { idempotency_key }',
    reason: gatewayItself,
  },
  {
    file: 'functions/payment/gateway/simulated/statement.simulated.ts',
    text: '{ ConsistentRead: true }',
    reason: gatewayItself,
  },
  {
    file: 'functions/payment/store/payments.dynamodb.ts',
    text: '{ ConsistentRead: true }',
    reason: 'What is compared with the statement is an hour old',
  },
  {
    file: 'functions/payment/store/payments.dynamodb.ts',
    text: '{ TableName: table, Key: { order_id: orderId }',
    reason: guarded,
  },
  {
    file: 'functions/ops/conservation/gateway-book.dynamodb.ts',
    text: '{ ...projected(gatewayLedgerAttributes), ConsistentRead: true }',
    reason: audit,
  },
  {
    file: 'functions/ops/conservation/order-book.dynamodb.ts',
    text: "{ ...projected(ops['ops/conservation'].environment.ORDERS_TABLE.attributes), ConsistentRead: true }",
    reason: audit,
  },
  {
    file: 'functions/ops/conservation/payment-book.dynamodb.ts',
    text: "{ ...projected(ops['ops/conservation'].environment.PAYMENTS_TABLE.attributes), ConsistentRead: true }",
    reason: audit,
  },
  {
    file: 'functions/ops/conservation/stock-book.dynamodb.ts',
    text: "{ ...projected(ops['ops/conservation'].environment.STOCK_TABLE.attributes), ConsistentRead: true }",
    reason: audit,
  },
  {
    file: 'functions/shared/kernel/ids.ts',
    text: `derive('fingerprint', text)`,
    reason: 'Names a text, not a thing: what it is compared for has the mutation key-of-another-request',
  },
];
