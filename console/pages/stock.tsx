import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { goTo } from '../app/location.ts';
import type { PageProps } from '../app/page-props.ts';
import { linkTo } from '../app/place.ts';
import { call } from '../data/request.ts';
import { useLive } from '../data/use-live.ts';
import { countText, timeText } from '../model/texts.ts';
import { ActionForm } from '../parts/action.tsx';
import { Facts } from '../parts/facts.tsx';
import { Field } from '../parts/field.tsx';
import { Find } from '../parts/find.tsx';
import { OrderLink } from '../parts/order-link.tsx';
import { Panel, PlainPanel } from '../parts/panel.tsx';
import { State } from '../parts/state.tsx';
import { Table } from '../parts/table.tsx';

const open = (sku: string): void => goTo(linkTo('stock', sku));

const Adjust = ({ sku, onDone }: { readonly sku: string; readonly onDone: () => void }) => {
  const qty = useSignal('');
  const reason = useSignal('');
  const sent = useRef({ body: '', key: '' });
  const adjust = async (): Promise<string> => {
    if (!/^[+-]?\d{1,10}$/.test(qty.value.trim()) || Number(qty.value) === 0)
      throw new Error('Units are a whole number other than 0: negative for units that leave.');
    const body = {
      qty: Number(qty.value),
      ...(reason.value.trim() !== '' && { reason: reason.value.trim() }),
    };
    // The same adjustment again, after an unknown outcome, is the same request.
    const text = JSON.stringify(body);
    if (sent.current.body !== text) sent.current = { body: text, key: crypto.randomUUID() };
    await call('adjustStock', { params: { sku }, body, idempotencyKey: sent.current.key });
    sent.current = { body: '', key: '' };
    onDone();
    return 'Adjustment requested: the movements show what the ledger decides.';
  };
  return (
    <PlainPanel title="Adjust">
      <ActionForm label="Adjust stock" act={adjust}>
        <Field label="Units" value={qty} required hint="negative for units that leave" />
        <Field label="Reason" value={reason} />
      </ActionForm>
    </PlainPanel>
  );
};

const Level = ({ sku }: { readonly sku: string }) => {
  const live = useLive((signal) => call('getStock', { params: { sku }, signal }), `stock ${sku}`);
  return (
    <>
      <Panel title={`Stock of ${sku}`} live={live} missing="The ledger does not know this SKU.">
        {({ available, reserved, sold, adjusted, movements }) => (
          <>
            <Facts
              facts={{
                Available: countText(available),
                Reserved: countText(reserved),
                Sold: countText(sold),
                'Came in': countText(adjusted),
              }}
            />
            <h3>Last movements</h3>
            <Table
              label="Movements"
              rows={movements}
              keyOf={({ version, order_id, adjustment_id }) => `${version} ${order_id ?? adjustment_id}`}
              columns={[
                { title: 'At (UTC)', cell: ({ at }) => timeText(at) },
                { title: 'Outcome', cell: ({ state }) => <State state={state} /> },
                { title: 'Units', number: true, cell: ({ qty }) => countText(qty) },
                { title: 'Left', number: true, cell: (movement) => countText(movement.available) },
                { title: 'Order', cell: ({ order_id }) => order_id !== undefined && <OrderLink id={order_id} /> },
                { title: 'Reason', cell: ({ reason }) => reason },
                { title: 'Actor', cell: ({ actor }) => actor },
              ]}
            />
          </>
        )}
      </Panel>
      <Adjust sku={sku} onDone={live.refresh} />
    </>
  );
};

/** The stock of one SKU, and corrections of it. */
export const StockPage = ({ args: [sku] }: PageProps) => (
  <>
    <Find key={sku} title="Find a SKU" label="Show stock" field="SKU" current={sku ?? ''} open={open} />
    {sku !== undefined && <Level key={sku} sku={sku} />}
  </>
);
