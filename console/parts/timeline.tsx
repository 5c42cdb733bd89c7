import type { OrderTimeline } from '../../schemas/generated/types.ts';
import type { Live } from '../data/use-live.ts';
import { durationText } from '../model/texts.ts';
import { type Bar, waterfall } from '../model/waterfall.ts';
import { Panel } from './panel.tsx';
import { State } from './state.tsx';
import { Table } from './table.tsx';

type Row = OrderTimeline['steps'][number] & { readonly bar: Bar };

const rowsOf = ({ steps }: OrderTimeline): readonly Row[] => {
  const bars = waterfall(steps.map(({ delay_ms }) => delay_ms));
  return steps.map((step, n) => ({ ...step, bar: bars[n] ?? { start: 0, width: 0, cut: false } }));
};

const Waterfall = ({ bar: { start, width, cut } }: Pick<Row, 'bar'>) => (
  <svg class="waterfall" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
    <rect x={start} y="0" width={width} height="6" class={cut ? 'cut' : undefined} />
  </svg>
);

/** The events of an order across topics, with the delay of each. */
export const Timeline = ({ live }: { readonly live: Live<OrderTimeline> }) => (
  <Panel title="Timeline" live={live} missing="No fact of this order is recorded yet.">
    {(timeline) => (
      <>
        <p class={timeline.verified ? 'done' : 'failure'}>
          {timeline.verified
            ? 'The audit trail of this order is intact.'
            : 'The audit trail of this order is NOT intact: run `npx orderstream audit verify`.'}
        </p>
        <Table
          label="Timeline"
          rows={rowsOf(timeline)}
          keyOf={({ topic, partition, offset }) => `${topic}-${partition}@${offset}`}
          columns={[
            { title: 'Event', cell: ({ event }) => event },
            {
              title: 'Leads to',
              cell: ({ state }) => (state === undefined ? '' : <State state={state} />),
            },
            { title: 'At (UTC)', cell: ({ at }) => at.replace('T', ' ').replace('Z', '') },
            { title: 'Delay', number: true, cell: ({ delay_ms }) => durationText(delay_ms) },
            { title: 'Waterfall', cell: ({ bar }) => <Waterfall bar={bar} /> },
            { title: 'Topic', cell: ({ topic, partition, offset }) => `${topic}-${partition}@${offset}` },
            { title: 'Actor', cell: ({ actor }) => actor },
          ]}
        />
        {timeline.steps.some(({ delay_ms }) => delay_ms > 60_000) && (
          <p class="quiet">A bar of another colour is shorter than its step, which took more than a minute.</p>
        )}
      </>
    )}
  </Panel>
);
