import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { goTo } from '../app/location.ts';
import { linkTo } from '../app/place.ts';
import { call } from '../data/request.ts';
import { parseLines } from '../model/lines.ts';
import { ActionForm } from './action.tsx';
import { Field } from './field.tsx';
import { PlainPanel } from './panel.tsx';

const tokens = ['tok_approve', 'tok_decline', 'tok_slow_3000', 'tok_flaky_2', 'tok_timeout_charged', 'tok_error'];

/** Places one order, as the platform's own client. The page then shows the order. */
export const PlaceOrder = () => {
  const lines = useSignal('85123A:2 71053');
  const user = useSignal('ada');
  const email = useSignal('ada@customers.example');
  const currency = useSignal('GBP');
  const token = useSignal('tok_approve');
  const sent = useRef({ body: '', key: '' });

  const place = async (): Promise<string> => {
    const parsed = parseLines(lines.value);
    if ('fault' in parsed) throw new Error(parsed.fault);
    const body = {
      user_id: user.value.trim(),
      ...(email.value.trim() !== '' && { email: email.value.trim() }),
      currency: currency.value.trim(),
      items: parsed.lines,
      payment_token: token.value.trim(),
    };
    // The same order again, after an unknown outcome, is the same request.
    const text = JSON.stringify(body);
    if (sent.current.body !== text) sent.current = { body: text, key: crypto.randomUUID() };
    const { order_id } = await call('placeOrder', { body, idempotencyKey: sent.current.key });
    sent.current = { body: '', key: '' };
    goTo(linkTo('orders', order_id));
    return `Order ${order_id} is placed.`;
  };
  return (
    <PlainPanel title="Place an order">
      <ActionForm label="Place order" act={place}>
        <Field label="Lines" value={lines} required hint="SKU or SKU:quantity, with spaces between them" />
        <Field label="User" value={user} required />
        <Field label="E-mail" value={email} />
        <Field label="Currency" value={currency} required />
        <Field label="Payment token" value={token} required suggestions={tokens} />
      </ActionForm>
    </PlainPanel>
  );
};
