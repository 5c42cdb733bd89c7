import { payment } from '../../schemas/functions/payment.ts';
import { readEnvironment } from '../shared/runtime/environment.ts';
import { kafkaHandler } from '../shared/runtime/kafka-handler.ts';
import { chargeConsumer } from './charge.consumer.ts';
import type { ChargeEnvironment } from './charge.env.ts';
import { paymentMeans } from './means.aws.ts';

const environment = readEnvironment<ChargeEnvironment>(payment['payment/charge'].environment);
const { wiring, ports } = paymentMeans(environment);

export const handler = kafkaHandler({ environment, ...chargeConsumer(wiring, ports) });
