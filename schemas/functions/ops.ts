import { apiTimeoutSeconds, type Declarations } from './declaration.ts';

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
