import { payment } from '../../../schemas/functions/payment.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { kafkaHandler } from '../../shared/runtime/handlers/kafka-handler.ts';
import { paymentDependencies } from '../gateway/dependencies.aws.ts';
import { chargeConsumer } from './charge.consumer.ts';
import type { ChargeEnvironment } from './charge.env.ts';

const environment = readEnvironment<ChargeEnvironment>(payment['payment/charge'].environment);
const { dependencies, ports } = paymentDependencies(environment);

export const handler = kafkaHandler({ environment, ...chargeConsumer(dependencies, ports) });
