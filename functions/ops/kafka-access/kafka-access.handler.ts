import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@aws-lambda-powertools/logger';
import { kafkajsAdministration } from './administration.kafkajs.ts';
import { mskClusters } from './clusters.msk.ts';
import { secretsManagerCredentials } from './credentials.secrets-manager.ts';
import { customResourceHandler } from './custom-resource.cloudformation.ts';
import { administrationResources } from './kafka-resources.cloudformation.ts';
import { reinvokeByLambda } from './reinvoke.lambda.ts';

const ports = {
  clusters: mskClusters(),
  credentials: secretsManagerCredentials(),
  asAdministrator: kafkajsAdministration,
};

export const handler = customResourceHandler(administrationResources(ports, { logger: new Logger(), pause }), {
  reinvoke: reinvokeByLambda(),
});
