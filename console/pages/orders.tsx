import { goTo } from '../app/location.ts';
import type { PageProps } from '../app/page-props.ts';
import { linkTo } from '../app/place.ts';
import { isOrderId } from '../model/texts.ts';
import { Find } from '../parts/find.tsx';
import { PlaceOrder } from '../parts/place-order.tsx';
import { StuckOrders } from '../parts/stuck-orders.tsx';

const open = (text: string): void => {
  const id = text.toLowerCase();
  if (!isOrderId(id)) throw new Error('An order id is a UUID: 8-4-4-4-12 hexadecimal digits.');
  goTo(linkTo('orders', id));
};

export const OrdersPage = ({ about }: PageProps) => (
  <>
    <Find title="Find an order" label="Show order" field="Order id" open={open} />
    <StuckOrders />
    {about.local && about.client && <PlaceOrder />}
  </>
);
