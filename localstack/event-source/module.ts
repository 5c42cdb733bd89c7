import { module as kafka } from '../kafka/module.ts';
import { parseScramSecret } from '../kafka/scram-secret.ts';
import { parseFunctionReference } from '../lambda/function-reference.ts';
import { module as functions } from '../lambda/module.ts';
import { platformModule } from '../platform-module.ts';
import { module as secrets } from '../secrets/module.ts';
import { EventSourceMappings } from './mapping/event-source-mappings.ts';
import { eventSourceResources } from './mapping/resources.ts';

/** The event source mappings, which poll Kafka and invoke the functions. */
export const module = platformModule({
  name: 'event sources',
  needs: { kafka, functions, secrets },
  start: () => new EventSourceMappings(),
  stop: (mappings) => mappings.stop(),
  resources: (mappings, { kafka: { clusters }, functions: { lambda, clientWork }, secrets: { store } }, { log }) =>
    eventSourceResources({
      mappings,
      invoker: lambda,
      clientWork,
      runInBackground: (name) => lambda.runInBackground(name),
      brokers: (arn) => clusters.get(arn)?.split(',') ?? [],
      credentials: async (arn) => parseScramSecret(arn, store.value(arn)),
      functionTimeout: (name) => lambda.getFunction(parseFunctionReference(name).name).definition.timeoutSeconds,
      log: (line) => log.write({ part: 'event-source', ...line }),
    }),
  deployed: (mappings, { progress }) =>
    progress.part(
      'event-source',
      () => mappings.ready(),
      () => `${mappings.list().length} mappings poll`,
    ),
});
