import { topicNames } from '../../schemas/topics.ts';
import type { PageProps } from '../app/page-props.ts';
import { linkTo } from '../app/place.ts';
import { call } from '../data/request.ts';
import { useLive } from '../data/use-live.ts';
import { countText } from '../model/texts.ts';
import { Letters } from '../parts/letters.tsx';
import { Panel } from '../parts/panel.tsx';
import { Table } from '../parts/table.tsx';

interface Queue {
  readonly topic: string;
  readonly held: number;
}

/** Six requests that read Kafka: less often than what is looked at. */
const everyTenSeconds = (): number => 10_000;

const Queues = ({ current }: { readonly current: string | undefined }) => {
  const live = useLive(
    async (signal) => {
      const queues: Queue[] = [];
      for (const topic of topicNames)
        queues.push({ topic, held: (await call('getDeadLetters', { query: { topic, limit: 1 }, signal })).held });
      return queues;
    },
    'queues',
    everyTenSeconds,
  );
  return (
    <Panel title="Queues" live={live}>
      {(queues) => (
        <Table
          label="Queues"
          rows={queues}
          keyOf={({ topic }) => topic}
          columns={[
            {
              title: 'Topic',
              cell: ({ topic }) => (
                <a href={linkTo('dead-letters', topic)} {...(topic === current && { 'aria-current': 'true' as const })}>
                  {topic}
                </a>
              ),
            },
            { title: 'Dead letters held', number: true, cell: ({ held }) => countText(held) },
          ]}
        />
      )}
    </Panel>
  );
};

/** Dead letters of one topic by cause, to read and to replay. */
export const DeadLettersPage = ({ args: [topic] }: PageProps) => (
  <>
    <Queues current={topic} />
    {topic === undefined ? (
      <p class="quiet">Choose a topic to see its dead letters.</p>
    ) : (
      <Letters key={topic} topic={topic} />
    )}
  </>
);
