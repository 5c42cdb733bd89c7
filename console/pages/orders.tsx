import { useSignal } from '@preact/signals';
import { goTo } from '../app/location.ts';
import type { PageProps } from '../app/page-props.ts';
import { linkTo } from '../app/place.ts';
import { isOrderId } from '../model/texts.ts';
import { ActionForm } from '../parts/action.tsx';
import { Field } from '../parts/field.tsx';
import { PlainPanel } from '../parts/panel.tsx';
import { PlaceOrder } from '../parts/place-order.tsx';
import { StuckOrders } from '../parts/stuck-orders.tsx';

const Search = () => {
  const id = useSignal('');
  const open = async (): Promise<string> => {
    const wanted = id.value.trim().toLowerCase();
    if (!isOrderId(wanted)) throw new Error('An order id is a UUID: 8-4-4-4-12 hexadecimal digits.');
    goTo(linkTo('orders', wanted));
    return '';
  };
  return (
    <PlainPanel title="Find an order">
      <ActionForm label="Show order" act={open}>
        <Field label="Order id" value={id} required />
      </ActionForm>
    </PlainPanel>
  );
};

export const OrdersPage = ({ about }: PageProps) => (
  <>
    <Search />
    <StuckOrders />
    {about.local && about.client && <PlaceOrder />}
  </>
);
