import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { ConfigurationError } from '../lib/config/configuration-error.ts';
import { localStackStage } from '../lib/config/localstack-stage.ts';
import { LocalStackApp } from '../lib/localstack-app.ts';
import { OrderstreamApp } from '../lib/orderstream-app.ts';

const functionsFolder = fileURLToPath(new URL('../functions', import.meta.url));
// Which application it is depends on the context, and only an application can tell its context.
const stage: unknown = new App({ autoSynth: false, analyticsReporting: false }).node.tryGetContext('stage');

try {
  const app =
    stage === localStackStage ? new LocalStackApp({ functionsFolder }) : new OrderstreamApp({ functionsFolder });
  app.synth();
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
