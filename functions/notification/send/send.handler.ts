import { kafkaHandler } from '../../shared/runtime/handlers/kafka-handler.ts';
import { measured, tally } from './counts.powertools.ts';
import { notificationDependencies } from './dependencies.aws.ts';
import { sendConsumer } from './send.consumer.ts';

const { count, taken } = tally();
const { environment, dependencies, provider } = notificationDependencies();
const { idiom, ...consumer } = sendConsumer(dependencies, { provider, count });

export const handler = kafkaHandler({ environment, ...consumer, idiom: measured(idiom, taken) });
