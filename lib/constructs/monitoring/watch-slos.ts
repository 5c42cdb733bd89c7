import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { nameIn } from '../../config/deployment.ts';
import { burns, type Indicator, leastEvents, type Slo, slos } from '../../config/slos.ts';
import { apiStage } from '../api/http-api.ts';
import type { Watch } from './watch.ts';

type Counted = Metric | MathExpression;

/** How many there were, and how many of them were bad. */
const counts = (
  { deployment, emitted }: Watch,
  indicator: Indicator,
  period: Duration,
): { readonly all: Counted; readonly bad: Counted } => {
  if (indicator.kind === 'answered') {
    const { method, path } = indicator.route;
    const requests = (metricName: string): Metric =>
      new Metric({
        namespace: 'AWS/ApiGateway',
        metricName,
        dimensionsMap: { ApiName: nameIn(deployment, 'api'), Stage: apiStage, Method: method, Resource: path },
        statistic: 'Sum',
        period,
      });
    return { all: requests('Count'), bad: requests('5XXError') };
  }
  if (indicator.kind === 'within') {
    const { metric, milliseconds } = indicator;
    return {
      all: emitted.all(metric, { statistic: 'SampleCount', period }),
      bad: emitted.all(metric, { statistic: `TC(${milliseconds}:)`, period }),
    };
  }
  return {
    all: emitted.all(indicator.all, { statistic: 'Sum', period }),
    bad: emitted.all(indicator.bad, { statistic: 'Sum', period }),
  };
};

/** The part that was bad, in per cent; none where there were too few to say. */
const badPart = (watch: Watch, { indicator }: Slo, minutes: number): MathExpression => {
  const period = Duration.minutes(minutes);
  const { all, bad } = counts(watch, indicator, period);
  const [allId, badId] = [`all${minutes}`, `bad${minutes}`];
  return new MathExpression({
    expression: `IF(FILL(${allId}, 0) >= ${leastEvents}, 100 * FILL(${badId}, 0) / ${allId}, 0)`,
    usingMetrics: { [allId]: all, [badId]: bad },
    period,
    label: `Bad in ${minutes} minutes, per cent`,
  });
};

/** What is promised, and whether the budget for breaking the promise is being used up too fast. */
export const watchSlos = (watch: Watch): void => {
  const { alarms, board } = watch;
  for (const [name, slo] of Object.entries<Slo>(slos)) {
    /** In per cent; what floating point adds to it is cut off. */
    const tooBad = (rate: number): number => Number((rate * 100 * (1 - slo.objective)).toFixed(6));
    for (const { name: speed, rate, longMinutes, shortMinutes } of burns) {
      const part = (minutes: number) => ({ metric: badPart(watch, slo, minutes), from: tooBad(rate) });
      alarms.raiseWhileAll(
        `${name}-${speed}`,
        {
          runbook: slo.runbook,
          says: `${slo.promise}: the budget of four weeks is used up ${rate} times too fast`,
        },
        new Map([
          ['long', part(longMinutes)],
          ['short', part(shortMinutes)],
        ]),
      );
    }
    board.monitorCustom({
      humanReadableName: `${slo.promise} (${100 * slo.objective} %)`,
      alarmFriendlyName: name,
      metricGroups: burns.map(({ name: speed, rate, longMinutes, shortMinutes }) => ({
        title: `${speed}: bad, per cent`,
        metrics: [badPart(watch, slo, longMinutes), badPart(watch, slo, shortMinutes)],
        horizontalAnnotations: [{ value: tooBad(rate), label: `${rate} times too fast` }],
      })),
    });
  }
};
