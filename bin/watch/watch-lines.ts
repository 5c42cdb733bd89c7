import { styleText } from 'node:util';
import { type LagSeverity, lagSeverity } from '../../functions/ops/model/lag-severity-domain.ts';
import type { PipelineFigures } from '../../functions/ops/model/pipeline-figures-domain.ts';

type TopicFigures = PipelineFigures['topics'][number];
type ConsumerFigures = TopicFigures['consumers'][number];

const rate = (perSecond: number | null): string => (perSecond === null ? '-' : perSecond.toFixed(1));

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** `95 s`, `2 min`, `3 h`, `4 d`. */
export const duration = (seconds: number): string => {
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 3_600)} h`;
  return `${Math.round(seconds / 86_400)} d`;
};

const drain = ({ lag_records, drain_seconds }: ConsumerFigures): string => {
  if (lag_records === 0) return '-';
  return drain_seconds === null ? '?' : duration(drain_seconds);
};

type Style = 'red' | 'yellow' | undefined;

const styles = { none: undefined, warn: 'yellow', alarm: 'red' } as const satisfies Readonly<
  Record<LagSeverity, Style>
>;

const styled = (style: Style, text: string): string => (style === undefined ? text : styleText(style, text));

const widths = { name: 34, number: 10 } as const;

const row = (name: string, ...cells: readonly string[]): string =>
  [name.padEnd(widths.name), ...cells.map((cell) => cell.padStart(widths.number))].join('').trimEnd();

const consumerLine = (consumer: ConsumerFigures): string => {
  const { group, consumed_per_second, lag_records, lag_seconds, lost_records } = consumer;
  const lag = lag_records === 0 ? '-' : duration(lag_seconds);
  const lost = lost_records > 0 ? `  ${lost_records} lost to retention` : '';
  const cells = [rate(consumed_per_second), String(lag_records), lag, drain(consumer)];
  return `${styled(styles[lagSeverity(consumer)], row(`  ${group}`, '', ...cells))}${styled('red', lost)}`;
};

const deadLetters = ({ dead_letters: { held, recent } }: TopicFigures): string => {
  if (held === 0) return '';
  const fresh = recent.records > 0 ? `, ${recent.records} of them new` : '';
  return styled(recent.records > 0 ? 'red' : 'yellow', `  ${held} dead letters${fresh}`);
};

const skew = ({ recent: { hottest } }: TopicFigures): string =>
  hottest === undefined ? '' : `  partition ${hottest.partition} takes ${percent(hottest.share)}`;

const topicLines = (topic: TopicFigures): readonly string[] => [
  `${styleText('bold', row(topic.topic, rate(topic.produced_per_second)))}${skew(topic)}${deadLetters(topic)}`,
  ...topic.consumers.map(consumerLine),
];

const ordersLine = ({ orders }: PipelineFigures): readonly string[] => {
  if (orders === undefined) return [];
  const { accepted, open, paid, cancelled, payment_failed } = orders;
  return [
    `orders, by the views: ${accepted} accepted = ${open} open + ${paid} paid + ${cancelled} cancelled + ${payment_failed} failed in payment`,
  ];
};

const partitionsLine = (figures: PipelineFigures): string => {
  const { under_replicated_partitions: under, offline_partitions: offline } = figures;
  const style = offline > 0 ? 'red' : under > 0 ? 'yellow' : undefined;
  return styled(style, `partitions: ${under} under-replicated, ${offline} offline`);
};

/** The whole screen. Rates are over the last ten seconds, skew and new dead letters over the last five minutes. */
export const watchLines = (figures: PipelineFigures): readonly string[] => [
  `${figures.at}  ${partitionsLine(figures)}`,
  ...ordersLine(figures),
  '',
  row('topic, consumer group', 'in/s', 'out/s', 'lag', 'oldest', 'drains in'),
  ...figures.topics.flatMap(topicLines),
  ...figures.unread.map(({ topic, cause }) => styled('red', `${topic}: not read: ${cause}`)),
];

const worst = (consumers: readonly ConsumerFigures[]): ConsumerFigures | undefined =>
  consumers.filter(({ lag_records }) => lag_records > 0).toSorted((a, b) => b.lag_seconds - a.lag_seconds)[0];

/** One line for logs: what came in, the consumer that is furthest behind, and what needs an operator. */
export const watchLine = (figures: PipelineFigures): string => {
  const { at, topics, unread, under_replicated_partitions: under, offline_partitions: offline } = figures;
  const consumers = topics.flatMap((topic) => topic.consumers);
  const total = (numbers: readonly number[]): number => numbers.reduce((sum, n) => sum + n, 0);
  const produced = topics.map(({ produced_per_second }) => produced_per_second).filter((one) => one !== null);
  const furthest = worst(consumers);
  return [
    at,
    `in ${produced.length === 0 ? '-' : total(produced).toFixed(1)}/s`,
    `lag ${total(consumers.map(({ lag_records }) => lag_records))} records`,
    ...(furthest
      ? [`oldest ${duration(furthest.lag_seconds)} (${furthest.group}, drained in ${drain(furthest)})`]
      : []),
    `dead letters ${total(topics.map(({ dead_letters }) => dead_letters.held))}`,
    ...(under > 0 ? [`${under} partitions under-replicated`] : []),
    ...(offline > 0 ? [`${offline} partitions offline`] : []),
    ...unread.map(({ topic }) => `${topic} not read`),
  ].join('  ');
};
