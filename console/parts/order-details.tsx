import { useSignal } from '@preact/signals';
import { formatMoney } from '../../functions/shared/kernel/money.ts';
import type { Order, OrderState } from '../../schemas/generated/types.ts';
import { linkTo } from '../app/place.ts';
import { call } from '../data/request.ts';
import { useLive } from '../data/use-live.ts';
import { countText, timeText } from '../model/texts.ts';
import { Facts } from './facts.tsx';
import { Panel } from './panel.tsx';
import { State } from './state.tsx';
import { Table } from './table.tsx';

const fewLines = 20;

const Lines = ({ order: { line_items, currency } }: { readonly order: Order }) => {
  const all = useSignal(false);
  const rows = all.value ? line_items : line_items.slice(0, fewLines);
  return (
    <>
      <Table
        label="Lines"
        rows={rows}
        keyOf={({ sku }) => sku}
        columns={[
          { title: 'SKU', cell: ({ sku }) => <a href={linkTo('stock', sku)}>{sku}</a> },
          { title: 'Quantity', number: true, cell: ({ qty }) => countText(qty) },
          {
            title: 'Price each',
            number: true,
            cell: ({ unit_price }) => formatMoney({ amount: unit_price, currency }),
          },
          {
            title: 'Sum',
            number: true,
            cell: ({ qty, unit_price }) => formatMoney({ amount: qty * unit_price, currency }),
          },
        ]}
      />
      {rows.length < line_items.length && (
        <button
          type="button"
          onClick={() => {
            all.value = true;
          }}
        >
          Show all {countText(line_items.length)} lines
        </button>
      )}
    </>
  );
};

/** Addresses of persons are masked until they are asked for. */
const Contact = ({ order: { email, phone } }: { readonly order: Order }) => {
  const shown = useSignal(false);
  if (email === undefined && phone === undefined) return <>–</>;
  if (shown.value) return <>{[email, phone].filter((part) => part !== undefined).join(', ')}</>;
  return (
    <button
      type="button"
      onClick={() => {
        shown.value = true;
      }}
    >
      Show contact
    </button>
  );
};

const shipmentText = ({ shipment }: Order): string | undefined =>
  shipment && ([shipment.carrier, shipment.tracking_number].filter((part) => part !== undefined).join(' ') || 'yes');

const paymentFacts = ({ payment }: Order) => ({
  Payment: payment && (
    <>
      <State state={payment.state} /> {payment.reason}
    </>
  ),
  'Payment id': payment && <span class="id">{payment.payment_id}</span>,
});

interface OrderDetailsProps {
  readonly id: string;
  readonly onState: (state: OrderState) => void;
}

/** The order with its lines, payment and shipment. */
export const OrderDetails = ({ id, onState }: OrderDetailsProps) => {
  const live = useLive(async (signal) => {
    const order = await call('getOrder', { params: { id }, signal });
    onState(order.status);
    return order;
  }, `order ${id}`);
  return (
    <Panel title="Order" live={live} missing="There is no such order, or it belongs to another client.">
      {(order) => (
        <>
          <Facts
            facts={{
              State: <State state={order.status} />,
              Reason: order.reason,
              Amount: formatMoney(order),
              User: order.user_id,
              Contact: <Contact order={order} />,
              'Placed (UTC)': timeText(order.created_at),
              ...paymentFacts(order),
              Shipment: shipmentText(order),
            }}
          />
          <Lines order={order} />
        </>
      )}
    </Panel>
  );
};
