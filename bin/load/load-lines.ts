import type { LatencySummary } from './latencies.ts';
import { answerCounts } from './live-line.ts';
import type { LoadReport } from './load-report.ts';

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

const ms = (value: number | null): string => {
  if (value === null) return '-';
  return value >= 10_000 ? `${(value / 1_000).toFixed(1)} s` : `${value.toFixed(value < 10 ? 1 : 0)} ms`;
};

const latency = ({ samples, p50, p90, p99, p999, max }: LatencySummary): string =>
  `p50 ${ms(p50)}, p90 ${ms(p90)}, p99 ${ms(p99)}, p99.9 ${ms(p999)}, max ${ms(max)} (${samples})`;

const lagsShown = 5;
const faultsShown = 10;

const line = (name: string, text: string): string => `${name.padEnd(20)} ${text}`;

const runLines = ({ run, perSecond, answers, repeated }: LoadReport): readonly string[] => {
  const { rate, seconds, warmupSeconds, lines, hotSku, arrivals, seed, interrupted } = run;
  return [
    line(
      'load',
      `${rate} orders/s of ${lines} lines for ${seconds} s after ${warmupSeconds} s of warm-up, ${arrivals} arrivals, seed ${seed}` +
        `${hotSku === null ? '' : `, ${percent(hotSku)} of them with one hot SKU`}${interrupted ? '; interrupted' : ''}`,
    ),
    line(
      'a second',
      `${perSecond.planned} arrived, ${perSecond.accepted} accepted, ${perSecond.final} final, ${perSecond.paid} PAID`,
    ),
    line('answers', answerCounts(answers)),
    ...(repeated.requests > 0
      ? [
          line(
            'repeated',
            `${repeated.requests} without a definite answer: ${repeated.accepted} accepted, ${repeated.unresolved} still unknown`,
          ),
        ]
      : []),
  ];
};

const partitionLines = ({ partitions, hottestSkus }: LoadReport): readonly string[] => [
  ...partitions
    .filter(({ records }) => records > 0)
    .map(({ topic, partitions: count, used, records, hottest, skew }) =>
      line(
        topic,
        `${records} records, ${used} of ${count} partitions` +
          (hottest === undefined
            ? ''
            : `; the hottest, ${hottest.partition}, has ${percent(hottest.share)}: ${skew?.toFixed(1)} × an even spread`),
      ),
    ),
  ...(hottestSkus.length === 0
    ? []
    : [line('hottest SKUs', hottestSkus.map(({ sku, share }) => `${sku} ${percent(share)} of the lines`).join(', '))]),
];

const conservationLines = ({ conservation }: LoadReport): readonly string[] => {
  const { accepted, paid, cancelled, failed, unfinished, lost, stock, views, holds, faults } = conservation;
  return [
    line(
      'orders',
      `${accepted} accepted = ${paid} paid + ${cancelled} cancelled + ${failed} failed + ${unfinished} not final + ${lost} lost`,
    ),
    ...(stock === null
      ? []
      : [line('stock', `${stock.skus} SKUs: ${stock.sold} units newly sold, ${stock.reserved} newly reserved`)]),
    ...(views === null
      ? []
      : [
          line(
            'views',
            `counted ${views.accepted} accepted, ${views.paid} paid, ${views.cancelled} cancelled, ${views.failed} failed; ${views.lag} records wait`,
          ),
        ]),
    line('conservation', holds ? 'holds' : 'FAILS'),
    ...faults.slice(0, faultsShown).map((fault) => `  ${fault}`),
    ...(faults.length > faultsShown ? [`  and ${faults.length - faultsShown} more (--json)`] : []),
  ];
};

/** For people; the JSON has all of it. */
export const loadLines = (report: LoadReport): readonly string[] => {
  const { latencyMs, drainSeconds, mostOpenAtOnce, highestLag } = report;
  return [
    ...runLines(report),
    line('POST → 201', latency(latencyMs.post)),
    line('  from sending', latency(latencyMs.postFromSending)),
    line('  sent late by', latency(latencyMs.sending)),
    line('arrival → PAID', latency(latencyMs.toPaid)),
    line('CREATED → PAID', latency(latencyMs.createdToPaid)),
    line(
      'drain',
      `${drainSeconds === null ? 'not drained' : `${drainSeconds} s after the last arrival`}; at most ${mostOpenAtOnce} orders open at once`,
    ),
    ...partitionLines(report),
    ...highestLag
      .slice(0, lagsShown)
      .map(({ group, records, atSeconds }) => line('highest lag', `${group} ${records} records, after ${atSeconds} s`)),
    ...conservationLines(report),
  ];
};
