import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { pause as wait } from '../../shared/runtime/pause.ts';
import { systemClock } from '../../shared/runtime/system-clock.ts';
import type { PaymentEnvironment } from '../model/payment.env.ts';
import type { GatewayStatement, PaymentGateway, PreparingGateway } from '../model/ports.ts';
import type { DisputeReports } from '../model/webhook-ports.ts';
import { simulatedGateway } from './simulated/gateway.simulated.ts';
import { simulatedStatement } from './simulated/statement.simulated.ts';

interface ConfiguredGateway<G extends PaymentGateway = PaymentGateway> {
  readonly gateway: G;
  readonly statement: GatewayStatement;
  /** Absent if the gateway has no disputes. */
  readonly disputes?: DisputeReports;
}

/** Loaded with the first call. */
const stripe = (environment: PaymentEnvironment): Required<ConfiguredGateway<PreparingGateway>> => {
  const { GATEWAY_RESOURCE: secretArn, GATEWAY_TIMEOUT_MS } = environment;
  let loaded: Promise<Required<ConfiguredGateway<PreparingGateway>>> | undefined;
  const load = () => {
    loaded ??= import('./stripe/configured.stripe.ts').then((stripes) =>
      stripes.configuredStripe(secretArn, Number(GATEWAY_TIMEOUT_MS)),
    );
    return loaded;
  };
  return {
    gateway: {
      prepare: async (charge) => (await load()).gateway.prepare(charge),
      charge: async (charge) => (await load()).gateway.charge(charge),
      lookup: async (charge) => (await load()).gateway.lookup(charge),
      cancel: async (charge) => (await load()).gateway.cancel(charge),
      refund: async (refund) => (await load()).gateway.refund(refund),
      lookupRefund: async (refund) => (await load()).gateway.lookupRefund(refund),
    },
    statement: {
      entries: async function* (period) {
        yield* (await load()).statement.entries(period);
      },
    },
    disputes: {
      ownerOf: async (reference) => (await load()).disputes.ownerOf(reference),
      reported: async function* (period) {
        yield* (await load()).disputes.reported(period);
      },
    },
  };
};

const simulated = (environment: PaymentEnvironment, client: DynamoDBDocumentClient): ConfiguredGateway => {
  const { GATEWAY_RESOURCE: table, GATEWAY_TIMEOUT_MS } = environment;
  return {
    gateway: simulatedGateway(client, table, { clock: systemClock, timeoutMs: Number(GATEWAY_TIMEOUT_MS), wait }),
    statement: simulatedStatement(client, table),
  };
};

/**
 * The stage's gateway. The bundler inlines the variable and drops the other gateway, Stripe's client above all: hence
 * the variable is read right here.
 */
export const configuredGateway = (
  environment: PaymentEnvironment,
  client: DynamoDBDocumentClient,
): ConfiguredGateway =>
  process.env['PAYMENT_GATEWAY'] === 'stripe' ? stripe(environment) : simulated(environment, client);
