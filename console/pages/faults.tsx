import type { BrokerState } from '../data/answers.ts';
import { actOnBroker, type BrokerAction, statistics } from '../data/request.ts';
import { useLive } from '../data/use-live.ts';
import { countText, durationText } from '../model/texts.ts';
import { ActionButton } from '../parts/action.tsx';
import { Panel } from '../parts/panel.tsx';
import { State } from '../parts/state.tsx';
import { Table } from '../parts/table.tsx';

const labels: Readonly<Record<BrokerAction, string>> = {
  kill: 'Kill',
  stop: 'Stop',
  pause: 'Pause',
  resume: 'Resume',
  restart: 'Restart',
};

/** What can be done to a broker in each state. */
const actions: Readonly<Record<BrokerState['state'], readonly BrokerAction[]>> = {
  running: ['kill', 'stop', 'pause', 'restart'],
  paused: ['resume', 'kill'],
  stopped: ['restart'],
};

const shownActions = ['kill', 'stop', 'pause', 'resume', 'restart'] as const;

/** Faults to try out on this machine: no acknowledged order is lost by any of them. */
export const FaultsPage = () => {
  const live = useLive(statistics, 'statistics');
  const act = async (name: string, action: BrokerAction): Promise<string> => {
    const started = performance.now();
    const { state } = await actOnBroker(name, action);
    live.refresh();
    return `${name} is ${state}, after ${durationText(performance.now() - started)}.`;
  };
  return (
    <Panel title="Kafka brokers" live={live}>
      {({ kafka, functions, memoryMb }) => (
        <>
          <p class="quiet">
            Kill is a crash, stop a regular shutdown; a paused broker keeps its connections and answers nothing. Topics
            are written with two of their three replicas: with two brokers away, some partitions wait for one to return.
          </p>
          <Table
            label="Kafka brokers"
            rows={kafka}
            keyOf={({ name }) => name}
            columns={[
              { title: 'Broker', cell: ({ name }) => name },
              { title: 'State', cell: ({ state }) => <State state={state} /> },
              {
                title: 'Faults',
                cell: ({ name, state }) => (
                  <span class="actions">
                    {shownActions
                      .filter((action) => actions[state].includes(action))
                      .map((action) => (
                        <ActionButton key={action} label={labels[action]} of={name} act={() => act(name, action)} />
                      ))}
                  </span>
                ),
              },
            ]}
          />
          <p class="quiet">
            {countText(functions.length)} execution environments,{' '}
            {countText(functions.filter(({ busy }) => busy).length)} busy; {countText(Math.round(memoryMb))} MB in all
            processes together.
          </p>
        </>
      )}
    </Panel>
  );
};
