import { describe, expect, it } from 'vitest';
import { orderBody } from '../../../../../functions/order/intake/order-body.http.ts';
import { httpRequestOf } from '../../../../support/http-request.ts';

const order = { currency: 'GBP', items: [{ sku: '85123A', qty: 2 }], payment_token: 'tok_approve' };

const read = (body: unknown, user?: string) => {
  const result = orderBody(httpRequestOf({ body, ...(user !== undefined && { user, client: `user:${user}` }) }));
  return result.ok ? result.value : JSON.parse(result.error.body);
};
const notTheUser = { status: 422, errors: [{ pointer: '/user_id', detail: 'is not who the token names' }] };

describe('the order of a user', () => {
  it('belongs to the token’s subject, with or without user_id', () => {
    expect(read(order, 'ada')).toEqual({ ...order, user_id: 'ada' });
    expect(read({ ...order, user_id: 'ada' }, 'ada')).toEqual({ ...order, user_id: 'ada' });
  });

  it.each(['bob', 'Ada', 'user:ada'])('is not placed for %s', (user_id) => {
    expect(read({ ...order, user_id }, 'ada')).toMatchObject(notTheUser);
  });

  it.each([[null], [''], [7]])('is not placed for %j', (user_id) => {
    expect(read({ ...order, user_id }, 'ada')).toMatchObject({ status: 422 });
  });

  it.each([[[]], [null], ['ada']])('is not %j', (body) => {
    expect(read(body, 'ada').status).toBeGreaterThanOrEqual(400);
  });
});

describe('the e-mail address of an order', () => {
  it.each([
    ['ada..lovelace@example.com', /two dots/],
    ['.ada@example.com', /dot at the start/],
    ['ada.@example.com', /dot at the start or the end/],
    ['ada@bücher.example', /ada@xn--bcher-kva\.example$/],
  ])('%s is refused, with the reason', (email, detail) => {
    expect(read({ ...order, user_id: 'ada', email })).toMatchObject({
      status: 422,
      errors: [{ pointer: '/email', detail: expect.stringMatching(detail) }],
    });
  });

  it('is taken in the ASCII form of its domain', () => {
    const email = 'ada.lovelace@xn--bcher-kva.example';
    expect(read({ ...order, user_id: 'ada', email })).toMatchObject({ email });
  });
});

describe('the order of a trusted server', () => {
  it('is for the user in its body', () => {
    expect(read({ ...order, user_id: 'bob' })).toEqual({ ...order, user_id: 'bob' });
  });

  it('requires a user_id', () => {
    expect(read(order)).toMatchObject({ status: 422, errors: [{ pointer: '/user_id', detail: 'is required' }] });
  });
});
