import { fileURLToPath } from 'node:url';
import { ConfigurationError } from '../lib/config/configuration-error.ts';
import { OrderstreamApp } from '../lib/orderstream-app.ts';

try {
  new OrderstreamApp({ functionsFolder: fileURLToPath(new URL('../functions', import.meta.url)) }).synth();
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
