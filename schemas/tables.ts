export interface TableKeys {
  readonly partitionKey: string;
  readonly sortKey?: string;
  readonly timeToLive?: string;
  /** Whether items of the table become due: an index finds them. */
  readonly due?: true;
}

/** The tables, each owned by one service. All keys are strings. */
export const tables = {
  orders: { partitionKey: 'order_id', sortKey: 'part', timeToLive: 'expires_at', due: true },
  prices: { partitionKey: 'sku' },
  waits: { partitionKey: 'client', timeToLive: 'expires_at' },
  idempotency: { partitionKey: 'id', timeToLive: 'expiration' },
  stock: { partitionKey: 'sku' },
  reservations: { partitionKey: 'order_id', sortKey: 'sku' },
  holds: { partitionKey: 'order_id', timeToLive: 'expires_at' },
  payments: { partitionKey: 'order_id', due: true },
  gateway: { partitionKey: 'idempotency_key', due: true },
  statements: { partitionKey: 'gateway' },
  audit: { partitionKey: 'order_id', sortKey: 'seq' },
  views: { partitionKey: 'view', sortKey: 'row' },
  seen: { partitionKey: 'id', timeToLive: 'expires_at' },
  notifications: { partitionKey: 'user_id', sortKey: 'item', timeToLive: 'expires_at', due: true },
  mailbox: { partitionKey: 'user_id', sortKey: 'notification_id' },
  failures: { partitionKey: 'partition', sortKey: 'range', timeToLive: 'expires_at' },
  replays: { partitionKey: 'record', timeToLive: 'expires_at' },
} as const satisfies Record<string, TableKeys>;

export type TableName = keyof typeof tables;
