import { join } from 'node:path';
import { module as dynamodb } from '../dynamodb/module.ts';
import { module as kafka } from '../kafka/module.ts';
import { module as observability } from '../observability/module.ts';
import { platformModule } from '../platform-module.ts';
import { module as secrets } from '../secrets/module.ts';
import { module as synthesis } from '../template/module.ts';
import { codeFolder } from './code-folder.ts';
import { FunctionReports } from './function-reports.ts';
import { lambdaResources } from './resources.ts';
import { RunningWork } from './running-work.ts';
import { startLambda } from './start-lambda.ts';
import { unreservedConcurrency } from './unreserved-concurrency.ts';

/** The functions, the Lambda API, and the reports of invocations. */
export const module = platformModule({
  name: 'functions',
  needs: { synthesis, dynamodb, secrets, kafka, observability },
  start: async (needed, { location, folder }) => {
    const { metrics, traces } = needed.observability;
    const reports = new FunctionReports();
    const service = await startLambda({
      onReport: (report) => reports.add(report),
      onLog: (name, line) => {
        metrics.record(name, line);
        traces.record(name, line);
      },
      ...unreservedConcurrency(),
      account: { id: location.accountId, region: location.region },
      logDir: join(folder.logs, 'functions'),
      taskDir: folder.functions,
      environment: {
        AWS_ENDPOINT_URL_DYNAMODB: needed.dynamodb.database.endpoint,
        AWS_ENDPOINT_URL_SECRETS_MANAGER: needed.secrets.server.endpoint,
        AWS_ENDPOINT_URL_KAFKA: needed.kafka.endpoint.url,
      },
    });
    return { ...service, reports, clientWork: new RunningWork(Date.now, 0) };
  },
  stop: (service) => service.close(),
  // The deployment's own functions have run, and will not again.
  deployed: ({ lambda }) => lambda.endIdle(),
  resources: ({ lambda }, { synthesis: { assembly } }) => lambdaResources({ lambda, codeFolder: codeFolder(assembly) }),
});
