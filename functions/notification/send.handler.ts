import { kafkaHandler } from '../shared/runtime/kafka-handler.ts';
import { measured, tally } from './counts.powertools.ts';
import { notificationMeans } from './means.aws.ts';
import { sendConsumer } from './send.consumer.ts';

const { count, taken } = tally();
const { environment, wiring, provider } = notificationMeans();
const { idiom, ...consumer } = sendConsumer(wiring, { provider, count });

export const handler = kafkaHandler({ environment, ...consumer, idiom: measured(idiom, taken) });
