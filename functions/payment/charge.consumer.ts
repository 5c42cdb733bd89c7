import type { PaymentsCompletedEvent } from '../../schemas/generated/types.ts';
import {
  paymentsCompletedValidators,
  validateOrderCancelled,
  validateOrderProcessing,
} from '../../schemas/generated/validators.js';
import { acceptingFor } from '../shared/runtime/idioms/accepting.ts';
import { effect } from '../shared/runtime/idioms/effect.ts';
import type { KafkaConsumer } from '../shared/runtime/kafka-consumer.ts';
import type { Wiring } from '../shared/runtime/wiring.ts';
import type { ChargeEnvironment } from './charge.env.ts';
import { type ChargeEvent, charge } from './charge.ts';
import type { SettlePorts } from './settle.ts';
import { settlePorts } from './settle-ports.dynamodb.ts';

/** `payment/charge`. @param ports the gateway guarded already. */
export const chargeConsumer = (
  wiring: Wiring<ChargeEnvironment>,
  ports: Pick<SettlePorts, 'gateway' | 'observer'>,
): KafkaConsumer<ChargeEvent, PaymentsCompletedEvent['type']> => ({
  accept: acceptingFor('payment/charge', {
    ORDER_PROCESSING: validateOrderProcessing,
    ORDER_CANCELLED: validateOrderCancelled,
  }),
  idiom: effect(charge(settlePorts(wiring, ports))),
  emits: paymentsCompletedValidators,
});
