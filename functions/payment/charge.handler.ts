import {
  paymentsCompletedValidators,
  validateOrderCancelled,
  validateOrderProcessing,
} from '../../schemas/generated/validators.js';
import { accepting } from '../shared/runtime/idioms/accepting.ts';
import { effect } from '../shared/runtime/idioms/effect.ts';
import { kafkaHandler } from '../shared/runtime/kafka-handler.ts';
import { charge } from './charge.ts';
import { chargePorts } from './ports.aws.ts';

const { environment, ports } = chargePorts();

export const handler = kafkaHandler({
  environment,
  accept: accepting({ ORDER_PROCESSING: validateOrderProcessing, ORDER_CANCELLED: validateOrderCancelled }),
  idiom: effect(charge(ports)),
  emits: paymentsCompletedValidators,
});
