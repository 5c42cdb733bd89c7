import { apiTimeoutSeconds, type Declarations } from './declaration.ts';

/** No order waits for the audit trail: few large batches cost less than many small ones. A stage may have a shorter window. */
const gathered = { batchSize: 2_000, batchingWindowSeconds: 60 } as const;

export const audit = {
  // Facts are audited from their topics: a service can neither omit one nor invent one.
  'audit/publish': {
    principal: 'audit',
    timeoutSeconds: 60,
    latency: 'background',
    recordsPerSecond: 1_000,
    environment: {},
    consumes: [
      { topic: 'orders.created', group: 'audit-publish.orders' },
      { topic: 'payments.completed', group: 'audit-publish.payments' },
      { topic: 'inventory.updated', group: 'audit-publish.inventory' },
      { topic: 'notifications.events', group: 'audit-publish.notifications' },
    ],
    batching: gathered,
    produces: ['orders.audit'],
    // Version 1 of its reader would miss all but the first fact of an event.
    deployedAfter: 'audit/record',
  },
  'audit/record': {
    principal: 'audit',
    timeoutSeconds: 120,
    latency: 'background',
    // A record has some facts of one order.
    recordsPerSecond: 1_000,
    environment: { AUDIT_TABLE: { table: 'audit', access: 'append' } },
    consumes: [{ topic: 'orders.audit', group: 'audit-record.audit' }],
    batching: gathered,
  },
  'audit/timeline': {
    principal: 'audit',
    timeoutSeconds: apiTimeoutSeconds,
    latency: 'background',
    concurrency: 20,
    environment: { AUDIT_TABLE: { table: 'audit', access: 'read' } },
  },
} as const satisfies Declarations<'audit'>;
