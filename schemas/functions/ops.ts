import { apiTimeoutSeconds, type Declarations } from './declaration.ts';

/** What an auditor reads of an entry in the simulated gateway's ledger. */
export const gatewayLedgerAttributes = ['idempotency_key', 'order_id', 'amount', 'currency', 'outcome'] as const;

export const ops = {
  'ops/dead-letters': {
    principal: 'ops',
    timeoutSeconds: apiTimeoutSeconds,
    latency: 'background',
    concurrency: 5,
    environment: {
      /** The last error of records that consumers failed to process. */
      FAILURES_TABLE: { table: 'failures', access: 'read' },
      /** The replayed letters, and when each was replayed. */
      REPLAYS_TABLE: { table: 'replays', access: 'appendMany' },
    },
    replays: true,
  },
  'ops/pipeline': {
    // A user of its own: it may describe, and read no record.
    principal: 'monitor',
    timeoutSeconds: apiTimeoutSeconds,
    latency: 'background',
    concurrency: 5,
    environment: {},
    observes: true,
  },
  // An auditor of its own: it reads the numbers of every ledger, writes nothing, and sees no customer.
  'ops/conservation': {
    principal: undefined,
    timeoutSeconds: apiTimeoutSeconds,
    latency: 'background',
    concurrency: 2,
    environment: {
      ORDERS_TABLE: {
        table: 'orders',
        access: 'read',
        listed: true,
        attributes: [
          ...['order_id', 'part', 'version', 'status', 'amount', 'currency', 'expires_at', 'lines'],
          ...['reached_CREATED', 'reached_PROCESSING', 'reached_PAID', 'reached_SHIPPED', 'reached_COMPLETED'],
          ...['reached_CANCELLED', 'reached_PAYMENT_FAILED'],
        ],
      },
      PAYMENTS_TABLE: {
        table: 'payments',
        access: 'read',
        attributes: ['order_id', 'state', 'amount', 'due_at', 'due_shard'],
      },
      STOCK_TABLE: {
        table: 'stock',
        access: 'read',
        listed: true,
        attributes: ['sku', 'available', 'reserved', 'sold', 'adjusted', 'version'],
      },
      /** The position up to which the statement of each gateway has been compared. */
      STATEMENTS_TABLE: { table: 'statements', access: 'read' },
      /** `simulated` or `stripe`. */
      PAYMENT_GATEWAY: { setting: 'payment.gateway' },
      /** The table of the simulated gateway's own ledger; `none` with a real gateway. */
      GATEWAY_LEDGER: { setting: 'payment.gatewayLedger' },
      STEP_DEADLINE_SECONDS: { setting: 'orders.stepDeadlineSeconds' },
    },
  },
  'ops/authorizer': {
    principal: undefined,
    timeoutSeconds: 5,
    latency: 'critical',
    concurrency: 100,
    stack: 'api',
    environment: {
      /** Issuer of the tokens: an OpenID Connect provider, as its discovery document is found under it. */
      TOKEN_ISSUER: { setting: 'clients.issuer' },
      /** The audience that tokens must be for. */
      TOKEN_AUDIENCE: { setting: 'clients.audience' },
    },
  },
  'ops/kafka-access': {
    principal: 'admin',
    timeoutSeconds: 300,
    latency: 'background',
    concurrency: 1,
    stack: 'kafka',
    environment: {},
  },
  'ops/scram-rotation': {
    principal: undefined,
    timeoutSeconds: 30,
    latency: 'background',
    // All secrets are rotated on the same day.
    concurrency: 'principals',
    stack: 'kafka',
    environment: {},
  },
} as const satisfies Declarations<'ops'>;
