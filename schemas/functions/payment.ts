import { apiTimeoutSeconds, type Declarations } from './declaration.ts';

/** Of the functions that charge and refund. */
const atTheGateway = {
  PAYMENTS_TABLE: { table: 'payments', access: 'readWrite', due: true },
  /** `simulated` or `stripe`. */
  PAYMENT_GATEWAY: { setting: 'payment.gateway' },
  /** The table of the simulated gateway's own ledger; the ARN of the secret with the API key of a real one. */
  GATEWAY_RESOURCE: { setting: 'payment.gatewayResource' },
  /** Longest wait for the answer to one request. */
  GATEWAY_TIMEOUT_MS: { setting: 'payment.timeoutMs' },
  /** How long after its intent a charge is attempted. */
  CHARGE_HORIZON_SECONDS: { setting: 'payment.horizonSeconds' },
  /** Lease of a payment: the longest invocation and the gateway's timeout, after which the holder has ended. */
  CHARGE_LEASE_SECONDS: { setting: 'payment.leaseSeconds' },
} as const;

export const payment = {
  'payment/charge': {
    principal: 'payment',
    timeoutSeconds: 60,
    latency: 'critical',
    // It waits for the gateway.
    recordsPerSecond: 60,
    environment: atTheGateway,
    consumes: [
      {
        topic: 'orders.created',
        group: 'payment-charge.orders',
        observedBy: ['order'],
        only: ['ORDER_PROCESSING', 'ORDER_CANCELLED'],
      },
    ],
    produces: ['payments.completed'],
  },
  'payment/reconcile': {
    principal: 'payment',
    // Less than its interval: a run ends before the next begins.
    timeoutSeconds: 55,
    everySeconds: 60,
    latency: 'critical',
    concurrency: 1,
    environment: {
      ...atTheGateway,
      /** The position up to which the statement of each gateway has been compared. */
      STATEMENTS_TABLE: { table: 'statements', access: 'readWrite' },
    },
    produces: ['payments.completed'],
  },
  // The only function that receives bytes from the internet unauthenticated: it can neither charge, nor refund, nor produce to Kafka.
  'payment/webhook': {
    // Outside the VPC: it calls only Stripe and AWS services.
    principal: undefined,
    timeoutSeconds: apiTimeoutSeconds,
    latency: 'critical',
    concurrency: 20,
    onlyWithGateway: 'stripe',
    environment: {
      PAYMENTS_TABLE: { table: 'payments', access: 'amend' },
      /** ARN of the secret with the endpoint's signing secret and an API key that may read payment intents. */
      WEBHOOK_SECRET_ARN: { setting: 'payment.webhookSecret' },
      /** Longest wait for the answer to one request. */
      GATEWAY_TIMEOUT_MS: { setting: 'payment.timeoutMs' },
    },
  },
} as const satisfies Declarations<'payment'>;
