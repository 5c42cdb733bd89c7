import { linkTo } from '../app/place.ts';

export const OrderLink = ({ id }: { readonly id: string }) => (
  <a class="id" href={linkTo('orders', id)}>
    {id}
  </a>
);
