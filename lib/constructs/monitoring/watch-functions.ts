import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { type FunctionName, functions } from '../../../schemas/functions/functions.ts';
import { nameIn } from '../../config/deployment.ts';
import { alarmPeriod } from './alarm-registry.ts';
import type { Watch } from './watch.ts';

export interface WatchedFunctions {
  readonly names: readonly FunctionName[];
  /** Functions with a schedule. */
  readonly scheduled: ReadonlySet<FunctionName>;
}

/** Concurrency limit of an account before it is raised. */
const concurrencyLimit = 1_000;
const nearLimit = 0.8;

/** The functions: errors, duration, throttles and missed schedules. */
export const watchFunctions = (scope: Construct, watch: Watch, { names, scheduled }: WatchedFunctions): void => {
  const { deployment, alarms, board } = watch;
  for (const name of names) {
    const words = name.replaceAll('/', '-');
    const functionName = nameIn(deployment, words);
    const metric = (metricName: string, statistic: string, period = alarmPeriod): Metric =>
      new Metric({
        namespace: 'AWS/Lambda',
        metricName,
        dimensionsMap: { FunctionName: functionName },
        statistic,
        period,
        label: name,
      });
    alarms.raise(`${words}-fails`, {
      runbook: 'A function fails',
      summary: `At least 5 % of the invocations of ${name} fail`,
      metric: new MathExpression({
        expression: 'IF(calls > 0, 100 * errors / calls, 0)',
        usingMetrics: { errors: metric('Errors', 'Sum'), calls: metric('Invocations', 'Sum') },
        period: alarmPeriod,
        label: name,
      }),
      from: 5,
      periods: 2,
    });
    alarms.raise(`${words}-is-throttled`, {
      runbook: 'A function is throttled',
      summary: `Invocations of ${name} are throttled`,
      metric: metric('Throttles', 'Sum'),
      from: 10,
      periods: 3,
    });
    alarms.raise(`${words}-is-slow`, {
      runbook: 'A function is near its timeout',
      summary: `The slowest 1 % of the invocations of ${name} take longer than four fifths of its timeout`,
      metric: metric('Duration', 'p99'),
      from: functions[name].timeoutSeconds * 1_000 * nearLimit,
      periods: 2,
    });
    if (scheduled.has(name)) {
      alarms.raise(`${words}-does-not-run`, {
        runbook: 'A schedule does not run',
        summary: `The schedule has not invoked ${name} for a quarter of an hour`,
        metric: metric('Invocations', 'Sum', Duration.minutes(15)),
        from: 0,
        below: true,
        silence: 'bad',
      });
    }
    board.monitorLambdaFunction({
      // By its name: a reference would make the board block deployments of the function.
      lambdaFunction: LambdaFunction.fromFunctionName(scope, `Function ${name}`, functionName),
      humanReadableName: name,
      alarmFriendlyName: words,
    });
  }
  alarms.raise('concurrency-runs-out', {
    runbook: 'Concurrency runs out',
    summary: `The account runs more than ${concurrencyLimit * nearLimit} functions at once`,
    metric: new Metric({
      namespace: 'AWS/Lambda',
      metricName: 'ConcurrentExecutions',
      statistic: 'Maximum',
      period: alarmPeriod,
    }),
    from: concurrencyLimit * nearLimit,
    periods: 2,
  });
};
