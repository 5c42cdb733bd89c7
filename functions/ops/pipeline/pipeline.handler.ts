import type { EnvironmentOf } from '../../../schemas/functions/functions.ts';
import { ops } from '../../../schemas/functions/ops.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { httpHandler } from '../../shared/runtime/http/http-handler.ts';
import { kafkaClients } from '../../shared/runtime/kafka/kafka-client.ts';
import { systemClock as clock } from '../../shared/runtime/system-clock.ts';
import { kafkajsClusterReader } from './cluster-reader.kafkajs.ts';
import { pipelineRoutes } from './pipeline.routes.ts';

const environment = readEnvironment<EnvironmentOf<'ops/pipeline'>>(ops['ops/pipeline'].environment);

export const handler = httpHandler(pipelineRoutes({ cluster: kafkajsClusterReader(kafkaClients(environment)), clock }));
