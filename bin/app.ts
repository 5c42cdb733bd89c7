import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { ConfigurationError } from '../lib/config/configuration-error.ts';
import { localStackStage } from '../lib/config/localstack-stage.ts';
import { LocalStackApp } from '../lib/localstack-app.ts';
import { OrderstreamApp } from '../lib/orderstream-app.ts';

const functionsFolder = fileURLToPath(new URL('../functions', import.meta.url));
// The context decides which application it is, and only an App can read its context.
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
