import { paymentsCompletedValidators, validateOrderProcessing } from '../../schemas/generated/validators.js';
import { documentClient } from '../shared/runtime/dynamodb.ts';
import { readEnvironment } from '../shared/runtime/environment.ts';
import { accepting } from '../shared/runtime/idioms/accepting.ts';
import { effect } from '../shared/runtime/idioms/effect.ts';
import { kafkaHandler } from '../shared/runtime/kafka-handler.ts';
import type { ChargeEnvironment } from './charge.env.ts';
import { charge } from './charge.ts';
import { simulatedGateway } from './gateway.simulated.ts';
import { dynamodbPayments } from './payments.dynamodb.ts';

const environment = readEnvironment<ChargeEnvironment>({ PAYMENTS_TABLE: true, GATEWAY_TABLE: true });
const client = documentClient();
const clock = { now: () => new Date() };
const payments = dynamodbPayments(client, environment.PAYMENTS_TABLE);
const gateway = simulatedGateway(client, environment.GATEWAY_TABLE, clock);

export const handler = kafkaHandler({
  environment,
  accept: accepting({ ORDER_PROCESSING: validateOrderProcessing }),
  idiom: effect(charge({ payments, gateway, clock })),
  emits: paymentsCompletedValidators,
});
