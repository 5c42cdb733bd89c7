import { ops } from '../../../schemas/functions/ops.ts';
import { documentClient } from '../../shared/runtime/dynamodb/dynamodb.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { httpHandler } from '../../shared/runtime/http/http-handler.ts';
import { kafkaClients } from '../../shared/runtime/kafka/kafka-client.ts';
import { kafkaProducer } from '../../shared/runtime/kafka/kafka-producer.ts';
import { systemClock as clock } from '../../shared/runtime/system-clock.ts';
import { kafkajsDeadLetterQueues } from './dead-letter-queues.kafkajs.ts';
import type { DeadLettersEnvironment } from './dead-letters.env.ts';
import { deadLettersRoutes } from './dead-letters.routes.ts';
import { dynamodbLastErrorReader } from './last-errors.dynamodb.ts';
import { dynamodbReplayMarks } from './replay-marks.dynamodb.ts';
import { kafkaReturnedRecords } from './returned-records.kafka.ts';

const environment = readEnvironment<DeadLettersEnvironment>(ops['ops/dead-letters'].environment);
const connect = kafkaClients(environment);
const client = documentClient();
const queues = kafkajsDeadLetterQueues(connect);
const returned = kafkaReturnedRecords(kafkaProducer({ connect }));
const lastErrors = dynamodbLastErrorReader(client, environment.FAILURES_TABLE);
const replays = dynamodbReplayMarks(client, environment.REPLAYS_TABLE);

export const handler = httpHandler(deadLettersRoutes({ queues, returned, lastErrors, replays, clock }));
