import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { nameIn } from '../../config/deployment.ts';
import { burns, type Indicator, leastEvents, type Slo, slos } from '../../config/slos.ts';
import { apiStage } from '../api/http-api.ts';
import type { Watch } from './watch.ts';

type Counted = Metric | MathExpression;

/** The number of events, and of the bad ones. */
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

/** The bad part, in per cent; none below the least number of events. */
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

/** The SLOs, and whether their error budgets burn too fast. */
export const watchSlos = (watch: Watch): void => {
  const { alarms, board } = watch;
  for (const [name, slo] of Object.entries<Slo>(slos)) {
    /** In per cent, rounded: floating point adds noise. */
    const tooBad = (rate: number): number => Number((rate * 100 * (1 - slo.objective)).toFixed(6));
    for (const { name: speed, rate, longMinutes, shortMinutes } of burns) {
      const part = (minutes: number) => ({ metric: badPart(watch, slo, minutes), from: tooBad(rate) });
      alarms.raiseWhileAll(
        `${name}-${speed}`,
        {
          runbook: slo.runbook,
          summary: `${slo.promise}: the error budget of four weeks burns ${rate} times too fast`,
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
