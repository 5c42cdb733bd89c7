import type { PaymentsCompletedEvent } from '../../../schemas/generated/types.ts';
import {
  paymentsCompletedValidators,
  validateOrderCancelled,
  validateOrderProcessing,
} from '../../../schemas/generated/validators.js';
import type { Dependencies } from '../../shared/runtime/handlers/dependencies.ts';
import type { KafkaConsumer } from '../../shared/runtime/handlers/kafka-consumer.ts';
import { acceptingFor } from '../../shared/runtime/idioms/accepted-events.ts';
import { effect } from '../../shared/runtime/idioms/effect.ts';
import type { SettlePorts } from '../settle/settle.ts';
import { settlePorts } from '../settle/settle-ports.dynamodb.ts';
import type { ChargeEnvironment } from './charge.env.ts';
import { type ChargeEvent, charge } from './charge.ts';

/** `payment/charge`. @param ports with the gateway guarded. */
export const chargeConsumer = (
  dependencies: Dependencies<ChargeEnvironment>,
  ports: Pick<SettlePorts, 'gateway' | 'observer'>,
): KafkaConsumer<ChargeEvent, PaymentsCompletedEvent['type']> => ({
  accept: acceptingFor('payment/charge', {
    ORDER_PROCESSING: validateOrderProcessing,
    ORDER_CANCELLED: validateOrderCancelled,
  }),
  idiom: effect(charge(settlePorts(dependencies, ports))),
  emits: paymentsCompletedValidators,
});
