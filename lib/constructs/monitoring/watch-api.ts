import { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { nameIn } from '../../config/deployment.ts';
import { apiStage } from '../api/http-api.ts';
import { alarmPeriod } from './alarm-registry.ts';
import type { Watch } from './watch.ts';

/** Of fewer requests, the failed part has no significance. */
const leastRequests = 100;

/** The HTTP API as its clients see it. */
export const watchApi = (scope: Construct, { deployment, alarms, board }: Watch): void => {
  const name = nameIn(deployment, 'api');
  const metric = (metricName: string, statistic: string): Metric =>
    new Metric({
      namespace: 'AWS/ApiGateway',
      metricName,
      dimensionsMap: { ApiName: name, Stage: apiStage },
      statistic,
      period: alarmPeriod,
    });
  /** In per cent of the requests. */
  const part = (metricName: string): MathExpression =>
    new MathExpression({
      expression: `IF(requests >= ${leastRequests}, 100 * answered / requests, 0)`,
      usingMetrics: { answered: metric(metricName, 'Sum'), requests: metric('Count', 'Sum') },
      period: alarmPeriod,
      label: `${metricName}, per cent`,
    });
  alarms.raise('api-answers-5xx', {
    runbook: 'The API answers 5xx',
    summary: 'At least 5 % of the requests are answered 5xx',
    metric: part('5XXError'),
    from: 5,
    periods: 2,
  });
  alarms.raise('api-refuses', {
    runbook: 'The API refuses many requests',
    summary: 'At least half of the requests are answered 4xx',
    metric: part('4XXError'),
    from: 50,
    periods: 3,
  });
  alarms.raise('api-is-slow', {
    runbook: 'The API is slow',
    summary: 'The slowest 1 % of the requests take longer than five seconds',
    metric: metric('Latency', 'p99'),
    from: 5_000,
    periods: 3,
  });
  board.monitorApiGateway({
    // By its name: a board does not hold back the deployment of what it shows.
    api: RestApi.fromRestApiAttributes(scope, 'Api', {
      restApiId: 'by-name',
      rootResourceId: 'by-name',
      restApiName: name,
    }),
    apiStage,
    humanReadableName: 'HTTP API',
    alarmFriendlyName: 'api',
  });
};
