import { useRef } from 'preact/hooks';
import { type LagSeverity, lagSeverity } from '../../functions/ops/model/lag-severity-domain.ts';
import { Looks } from '../../functions/ops/model/looks-domain.ts';
import {
  type ConsumerFigures,
  type PipelineFigures,
  pipelineFigures,
} from '../../functions/ops/model/pipeline-figures-domain.ts';
import { linkTo } from '../app/place.ts';
import { call } from '../data/request.ts';
import { useLive } from '../data/use-live.ts';
import { countText, durationText, shareText } from '../model/texts.ts';
import { Facts } from '../parts/facts.tsx';
import { Panel } from '../parts/panel.tsx';
import { State } from '../parts/state.tsx';
import { Table } from '../parts/table.tsx';

const severities: Readonly<Record<LagSeverity, string>> = { none: 'in time', warn: 'behind', alarm: 'too late' };

const rateText = (perSecond: number | null): string => (perSecond === null ? '–' : `${perSecond}/s`);
const secondsText = (seconds: number): string => durationText(seconds * 1_000);

const drainText = ({ lag_records, drain_seconds, consumed_per_second }: ConsumerFigures): string => {
  // Of the first look, no rate is known.
  if (lag_records === 0 || consumed_per_second === null) return '–';
  return drain_seconds === null ? 'not at this rate' : secondsText(drain_seconds);
};

const Topics = ({ topics }: Pick<PipelineFigures, 'topics'>) => (
  <Table
    label="Topics"
    rows={topics}
    keyOf={({ topic }) => topic}
    columns={[
      { title: 'Topic', cell: ({ topic }) => topic },
      { title: 'In', number: true, cell: ({ produced_per_second }) => rateText(produced_per_second) },
      {
        title: 'Hottest partition',
        number: true,
        cell: ({ recent: { hottest } }) =>
          hottest === undefined ? '–' : `${hottest.partition}: ${shareText(hottest.share)}`,
      },
      {
        title: 'Dead letters',
        number: true,
        cell: ({ topic, dead_letters: { held, recent } }) => (
          <a href={linkTo('dead-letters', topic)}>
            {countText(held)}
            {recent.records > 0 && ` (${countText(recent.records)} new)`}
          </a>
        ),
      },
      { title: 'Under-replicated', number: true, cell: (topic) => countText(topic.under_replicated_partitions) },
      { title: 'Offline', number: true, cell: ({ offline_partitions }) => countText(offline_partitions) },
    ]}
  />
);

const Consumers = ({ topics }: Pick<PipelineFigures, 'topics'>) => (
  <Table
    label="Consumer groups"
    rows={topics.flatMap(({ topic, consumers }) => consumers.map((consumer) => ({ ...consumer, topic })))}
    keyOf={({ topic, group }) => `${topic} ${group}`}
    columns={[
      { title: 'Consumer group', cell: ({ group }) => group },
      { title: 'Lag', cell: (consumer) => <State state={severities[lagSeverity(consumer)]} /> },
      { title: 'Records', number: true, cell: ({ lag_records }) => countText(lag_records) },
      {
        title: 'Oldest',
        number: true,
        cell: ({ lag_records, lag_seconds }) => (lag_records === 0 ? '–' : secondsText(lag_seconds)),
      },
      { title: 'Drains in', number: true, cell: drainText },
      { title: 'Out', number: true, cell: ({ consumed_per_second }) => rateText(consumed_per_second) },
      { title: 'Lost', number: true, cell: ({ lost_records }) => countText(lost_records) },
      { title: 'Topic', cell: ({ topic }) => topic },
      { title: 'Latency', cell: ({ latency }) => latency },
    ]}
  />
);

/** Topics and consumer groups: rates over the last ten seconds, lag in records and seconds, and the time to drain. */
export const PipelinePage = () => {
  const looks = useRef(new Looks());
  const live = useLive(async (signal) => {
    const look = await call('getPipeline', { signal });
    return pipelineFigures(look, looks.current.add(look));
  }, 'pipeline');
  return (
    <>
      <Panel title="Consumers" live={live}>
        {({ topics }) => <Consumers topics={topics} />}
      </Panel>
      <Panel title="Topics" live={live}>
        {({ topics, unread, under_replicated_partitions, offline_partitions }) => (
          <>
            <Facts
              facts={{
                'Under-replicated partitions': countText(under_replicated_partitions),
                'Offline partitions': countText(offline_partitions),
              }}
            />
            {unread.map(({ topic, cause }) => (
              <p key={topic} class="failure">
                {topic} was not read: {cause}
              </p>
            ))}
            <Topics topics={topics} />
          </>
        )}
      </Panel>
    </>
  );
};
