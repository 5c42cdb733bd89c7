import type { FunctionName } from './functions/functions.ts';
import type { ProblemName } from './problems.ts';
import { topicNames } from './topics.ts';

/**
 * Callers of a route. `client`: an API key or a user's token, as the stage is configured. `operator`: a request signed by an IAM
 * identity. `gateway`: the payment gateway, whose signature of the body the function verifies. `public`: without authentication.
 */
export type Access = 'client' | 'operator' | 'gateway' | 'public';

interface QueryParameter {
  readonly description: string;
  readonly required?: true;
  readonly schema: Readonly<Record<string, unknown>>;
}

export interface Route {
  readonly method: 'GET' | 'POST';
  /** With its parameters: `/orders/{id}`. */
  readonly path: string;
  /** One line. */
  readonly summary: string;
  /** `<service>/<use-case>`: the function that answers it. */
  readonly function: FunctionName;
  readonly access: Access;
  /** Deployed only where this is the stage's payment gateway. */
  readonly onlyWithGateway?: 'stripe';
  readonly query?: Readonly<Record<string, QueryParameter>>;
  /** Contract of the body, a file in `schemas/http/`. */
  readonly request?: { readonly contract: string; readonly required: boolean };
  readonly idempotencyKey?: true;
  /** Contract of the answer by status, a file in `schemas/http/`. */
  readonly answers: Readonly<Record<number, string>>;
  /** Problems that its function answers, besides those of every route. */
  readonly problems: readonly ProblemName[];
}

const wait = { type: 'integer', minimum: 0, maximum: 20 } as const;
const analyticsTime = { type: 'string', maxLength: 40 } as const;

/** Every route of the HTTP API, by operation id: API Gateway's methods and the OpenAPI document are renderings of it. */
export const routes = {
  placeOrder: {
    method: 'POST',
    path: '/orders',
    summary: 'Places an order',
    function: 'order/intake',
    access: 'client',
    request: { contract: 'place-order-request', required: true },
    idempotencyKey: true,
    answers: { 201: 'order-accepted' },
    problems: [
      'malformed-request',
      'invalid-idempotency-key',
      'request-in-flight',
      'too-large',
      'unsupported-media-type',
      'validation-failed',
      'idempotency-key-reused',
      'outcome-unknown',
    ],
  },
  getOrder: {
    method: 'GET',
    path: '/orders/{id}',
    summary: 'The order with its lines, payment and shipment',
    function: 'order/status',
    access: 'client',
    answers: { 200: 'order' },
    problems: ['not-found'],
  },
  getOrderStatus: {
    method: 'GET',
    path: '/orders/{id}/status',
    summary: 'Status of the order and when it came to it',
    function: 'order/status',
    access: 'client',
    query: {
      wait: {
        description: 'Seconds to wait for the next change, or a terminal state: 307 to the route that waits.',
        schema: wait,
      },
    },
    answers: { 200: 'order-status', 307: 'order-status' },
    problems: ['not-found', 'malformed-request'],
  },
  getNextOrderStatus: {
    method: 'GET',
    path: '/orders/{id}/status/next',
    summary: 'Status of the order once it has changed; 429 where the client waits too often at one time',
    function: 'order/wait',
    access: 'client',
    query: {
      after: {
        description: 'The state that the client has seen; that of the order when absent.',
        schema: { $ref: '#/components/schemas/OrderState' },
      },
      wait: { description: 'Seconds to wait at most; 20 when absent.', schema: wait },
    },
    answers: { 200: 'order-status' },
    problems: ['not-found', 'malformed-request'],
  },
  getOrderTimeline: {
    method: 'GET',
    path: '/admin/orders/{id}/timeline',
    summary: 'All facts of an order, across topics, and whether its audit trail is intact',
    function: 'audit/timeline',
    access: 'operator',
    answers: { 200: 'order-timeline' },
    problems: ['not-found'],
  },
  getAnalytics: {
    method: 'GET',
    path: '/admin/analytics',
    summary: 'What happened in a span of time: orders, revenue, durations, SKUs, notifications',
    function: 'analytics/query',
    access: 'operator',
    query: {
      from: { description: 'Date or RFC 3339 time; an hour before the end when absent.', schema: analyticsTime },
      to: { description: 'Date (the whole of it) or RFC 3339 time; now when absent.', schema: analyticsTime },
    },
    answers: { 200: 'analytics' },
    problems: ['malformed-request'],
  },
  getAnalyticsHealth: {
    method: 'GET',
    path: '/admin/analytics/health',
    summary: 'How fresh and how complete the analytics are',
    function: 'analytics/query',
    access: 'operator',
    answers: { 200: 'analytics-health' },
    problems: [],
  },
  cancelOrder: {
    method: 'POST',
    path: '/orders/{id}/cancel',
    summary: 'Requests the cancellation of the order',
    function: 'order/requests',
    access: 'client',
    request: { contract: 'cancel-order-request', required: false },
    answers: { 202: 'order-request-accepted' },
    problems: [
      'not-found',
      'malformed-request',
      'state-conflict',
      'too-large',
      'unsupported-media-type',
      'validation-failed',
      'outcome-unknown',
    ],
  },
  shipOrder: {
    method: 'POST',
    path: '/admin/orders/{id}/ship',
    summary: 'Reports that the goods were handed over',
    function: 'order/admin',
    access: 'operator',
    request: { contract: 'ship-order-request', required: false },
    answers: { 202: 'order-request-accepted' },
    problems: [
      'not-found',
      'malformed-request',
      'state-conflict',
      'too-large',
      'unsupported-media-type',
      'validation-failed',
      'outcome-unknown',
    ],
  },
  completeOrder: {
    method: 'POST',
    path: '/admin/orders/{id}/complete',
    summary: 'Reports that the goods arrived',
    function: 'order/admin',
    access: 'operator',
    answers: { 202: 'order-request-accepted' },
    problems: ['not-found', 'state-conflict', 'outcome-unknown'],
  },
  repairOrder: {
    method: 'POST',
    path: '/admin/orders/{id}/repair',
    summary: 'Emits the pending event of the order again',
    function: 'order/admin',
    access: 'operator',
    answers: { 202: 'order-request-accepted' },
    problems: ['not-found', 'state-conflict', 'outcome-unknown'],
  },
  getStuckOrders: {
    method: 'GET',
    path: '/admin/orders/stuck',
    summary: 'Orders that stand longer than their step may take',
    function: 'order/admin',
    access: 'operator',
    query: { limit: { description: 'Most orders answered.', schema: { type: 'integer', minimum: 1, maximum: 200 } } },
    answers: { 200: 'stuck-orders' },
    problems: ['malformed-request'],
  },
  getStock: {
    method: 'GET',
    path: '/admin/inventory/{sku}',
    summary: 'The stock of a SKU, and what moved it last',
    function: 'inventory/admin',
    access: 'operator',
    answers: { 200: 'stock-level' },
    problems: ['not-found'],
  },
  adjustStock: {
    method: 'POST',
    path: '/admin/inventory/{sku}/adjust',
    summary: 'Requests a correction of the available stock of a SKU',
    function: 'inventory/admin',
    access: 'operator',
    request: { contract: 'adjust-stock-request', required: true },
    idempotencyKey: true,
    answers: { 202: 'stock-adjustment-accepted' },
    problems: [
      'not-found',
      'malformed-request',
      'invalid-idempotency-key',
      'too-large',
      'unsupported-media-type',
      'validation-failed',
      'outcome-unknown',
    ],
  },
  getDeadLetters: {
    method: 'GET',
    path: '/admin/dead-letters',
    summary: 'Dead letters of a topic, by consumers or their event sources, the newest first',
    function: 'ops/dead-letters',
    access: 'operator',
    query: {
      topic: {
        description: 'The topic whose dead-letter queue is read.',
        required: true,
        schema: { type: 'string', enum: topicNames },
      },
      limit: { description: 'Most records answered.', schema: { type: 'integer', minimum: 1, maximum: 200 } },
      page: { description: 'The `next` of the page before.', schema: { type: 'string', maxLength: 200 } },
    },
    answers: { 200: 'dead-letters' },
    problems: ['malformed-request'],
  },
  replayDeadLetters: {
    method: 'POST',
    path: '/admin/dead-letters/replay',
    summary: 'Writes records of a dead-letter queue back to their topic, as they were',
    function: 'ops/dead-letters',
    access: 'operator',
    request: { contract: 'replay-dead-letters-request', required: true },
    answers: { 202: 'dead-letters-replayed' },
    problems: [
      'not-found',
      'malformed-request',
      'too-large',
      'unsupported-media-type',
      'validation-failed',
      'outcome-unknown',
    ],
  },
  getPipeline: {
    method: 'GET',
    path: '/admin/pipeline',
    summary:
      'How far each consumer group is behind, in records and seconds; dead letters, replicas and skew of each topic',
    function: 'ops/pipeline',
    access: 'operator',
    answers: { 200: 'pipeline' },
    problems: [],
  },
  getLedger: {
    method: 'GET',
    path: '/admin/ledger',
    summary:
      'A page of orders against their money, or of stocks: what does not balance, and the sums that pages add up to',
    function: 'ops/conservation',
    access: 'operator',
    query: {
      book: {
        description: 'What is checked; `orders` when absent.',
        schema: { type: 'string', enum: ['orders', 'stocks'] },
      },
      limit: {
        description: 'Most orders or stocks checked; 100 when absent.',
        schema: { type: 'integer', minimum: 1, maximum: 200 },
      },
      cursor: {
        description: 'The `next` of the page before, of the same book.',
        schema: { type: 'string', maxLength: 100 },
      },
    },
    answers: { 200: 'ledger-page' },
    problems: ['malformed-request'],
  },
  receiveStripeEvent: {
    method: 'POST',
    path: '/webhooks/stripe',
    summary: 'Receives an event of Stripe, where Stripe is the payment gateway',
    function: 'payment/webhook',
    access: 'gateway',
    onlyWithGateway: 'stripe',
    request: { contract: 'stripe-event', required: true },
    answers: { 200: 'webhook-received' },
    problems: ['malformed-request', 'invalid-signature', 'not-found', 'too-large'],
  },
  health: {
    method: 'GET',
    path: '/health',
    summary: 'Whether the platform is healthy; with `deep`, also its dependencies',
    function: 'order/health',
    access: 'public',
    query: { deep: { description: '1 to look at Kafka and DynamoDB too.', schema: { type: 'string', enum: ['1'] } } },
    answers: { 200: 'health', 503: 'health' },
    problems: [],
  },
} as const satisfies Readonly<Record<string, Route>>;
