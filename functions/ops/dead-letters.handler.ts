import { readEnvironment } from '../shared/runtime/environment.ts';
import { httpHandler } from '../shared/runtime/http/http-handler.ts';
import { kafkaClients } from '../shared/runtime/kafka-client.ts';
import { kafkaProducer } from '../shared/runtime/kafka-producer.ts';
import { kafkajsDeadLetterQueues } from './dead-letter-queues.kafkajs.ts';
import { deadLettersRoutes } from './dead-letters.routes.ts';
import { kafkaReturnedRecords } from './returned-records.kafka.ts';

const connect = kafkaClients(readEnvironment({}));
const returned = kafkaReturnedRecords(kafkaProducer({ connect }));

export const handler = httpHandler(deadLettersRoutes({ queues: kafkajsDeadLetterQueues(connect), returned }));
