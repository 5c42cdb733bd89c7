import { call } from '../data/request.ts';
import { useLive } from '../data/use-live.ts';
import { timeText } from '../model/texts.ts';
import { ActionButton } from './action.tsx';
import { OrderLink } from './order-link.tsx';
import { Panel } from './panel.tsx';
import { State } from './state.tsx';
import { Table } from './table.tsx';

const mostShown = 200;

/** Orders past the deadline of their step, each with its repair. */
export const StuckOrders = () => {
  const live = useLive((signal) => call('getStuckOrders', { query: { limit: mostShown }, signal }), 'stuck');
  const repair = async (id: string): Promise<string> => {
    await call('repairOrder', { params: { id } });
    live.refresh();
    return 'Repair requested.';
  };
  return (
    <Panel
      title="Stuck orders"
      live={live}
      empty={({ orders }) => (orders.length === 0 ? 'No order is past the deadline of its step.' : undefined)}
    >
      {({ orders, more }) => (
        <>
          <Table
            label="Stuck orders"
            rows={orders}
            keyOf={({ order_id }) => order_id}
            columns={[
              { title: 'Order', cell: ({ order_id }) => <OrderLink id={order_id} /> },
              { title: 'State', cell: ({ status }) => <State state={status} /> },
              { title: 'Waits for', cell: ({ waiting_for }) => waiting_for },
              { title: 'Since (UTC)', cell: ({ since }) => (since === undefined ? '–' : timeText(since)) },
              { title: 'Repaired', number: true, cell: ({ attempts }) => attempts },
              {
                title: 'Repair',
                cell: ({ order_id }) => <ActionButton label="Repair" of={order_id} act={() => repair(order_id)} />,
              },
            ]}
          />
          {more && <p class="quiet">There are more: these are the {mostShown} that wait longest.</p>}
        </>
      )}
    </Panel>
  );
};
