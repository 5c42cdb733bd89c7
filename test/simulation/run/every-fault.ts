import { dynamoDbFaults } from '../dynamodb/dynamodb-fault.ts';
import { producerFaults } from '../kafka/simulated-producer.ts';
import { eventFaults } from '../world/gateway-events.ts';
import { gatewayFaults } from '../world/simulated-payment-gateway.ts';
import { providerFaults } from '../world/simulated-provider.ts';

/** Everything that may go wrong, by the name under which it is counted. */
export const everyFault: readonly string[] = [
  'crash before a request',
  'crash after a request',
  'zombie',
  'late-request',
  'late-answer',
  'defect',
  ...dynamoDbFaults,
  ...producerFaults,
  ...gatewayFaults,
  ...eventFaults,
  ...providerFaults,
  'clock skew',
  'reads that are behind',
  'late schedules',
  'every batch delivered twice',
  'poison record',
  'record replayed days later',
  'payments restored from a backup',
  'stocks restored from a backup',
];
