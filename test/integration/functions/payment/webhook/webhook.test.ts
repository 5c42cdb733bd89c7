import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifyStripeEvent } from '../../../../../functions/payment/webhook/signature.stripe.ts';
import { webhookRoute } from '../../../../../functions/payment/webhook/webhook.http.ts';
import { applyEvent } from '../../../../../functions/payment/webhook/webhook.ts';
import { httpHandler } from '../../../../../functions/shared/runtime/http/http-handler.ts';
import { systemClock as clock } from '../../../../../functions/shared/runtime/system-clock.ts';
import { stageConfig } from '../../../../../lib/config/stages.ts';
import { validateProblem, validateWebhookReceived } from '../../../../../schemas/generated/validators.js';
import { type DeployedApi, deployTemplate } from '../../../../support/api/deploy-template.ts';
import { ScriptedFunctions } from '../../../../support/api/scripted-functions.ts';
import { InMemoryPayments } from '../../../../support/fakes/in-memory-payments.ts';
import { paymentOf } from '../../../../support/payment-world.ts';
import { intentOf, signatureOf, signingSecret, stripeEvent } from '../../../../support/stripe-events.ts';

/** The route of the template, over HTTP, and the function behind it; its table alone is in memory. */
const payments = new InMemoryPayments();
const order = paymentOf('order', { state: 'UNKNOWN', due_at: '2999-01-01T00:00:00.000Z' });
const credentials = {
  current: async () => ({ signing_secret: signingSecret, api_key: 'rk_test_1' }),
  newer: async () => undefined,
};
const handler = httpHandler({
  'POST /webhooks/stripe': webhookRoute(
    verifyStripeEvent(credentials, clock),
    applyEvent({ payments, clock, ownerOf: async () => undefined, observer: { unmatched: () => undefined } }),
  ),
});
const context = { getRemainingTimeInMillis: () => 29_000, functionName: 'webhook', awsRequestId: 'r' } as Context;
const functions = new ScriptedFunctions((event) => handler(event as unknown as APIGatewayProxyEvent, context));

let api: DeployedApi;
beforeAll(async () => {
  api = await deployTemplate(functions, { config: { payment: { ...stageConfig('dev').payment, gateway: 'stripe' } } });
});
afterAll(() => api?.close());
beforeEach(() => {
  payments.stored.set(order.order_id, order);
});

const succeeded = stripeEvent('payment_intent.succeeded', intentOf(order));

const send = async (body: string, signature: string | undefined, path = 'webhooks/stripe') => {
  const response = await fetch(`${api.apiUrl}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json; charset=utf-8',
      ...(signature !== undefined && { 'stripe-signature': signature }),
    },
    body: Buffer.from(body, 'utf8'),
  });
  return { status: response.status, type: response.headers.get('content-type'), body: await response.json() };
};

describe('POST /webhooks/stripe through the API', () => {
  it.each([
    ['as Stripe writes it', JSON.stringify(succeeded, null, 2)],
    ['without white space', JSON.stringify(succeeded)],
    ['with lines of another system', JSON.stringify(succeeded, null, 2).replaceAll('\n', '\r\n')],
    ['with characters of several bytes', JSON.stringify({ ...succeeded, note: 'Čaj — ☕ 🫖 \u2028' })],
    ['with escapes', JSON.stringify({ ...succeeded, note: 'x' }).replace('"x"', '"\\u00e9\\/\\t"')],
    ['with white space around', `\n ${JSON.stringify(succeeded)} \n`],
  ])('verifies the signature over the exact bytes of a body %s', async (_, body) => {
    const answer = await send(body, signatureOf(body, new Date()));
    expect(answer).toMatchObject({ status: 200, body: { outcome: 'TAKEN' } });
    expect(validateWebhookReceived(answer.body)).toBeNull();
    expect(payments.stored.get(order.order_id)?.due_at).not.toBe(order.due_at);
  });

  it('requires neither a key nor a token, and refuses what is not signed', async () => {
    const body = JSON.stringify(succeeded);
    for (const signature of [
      undefined,
      signatureOf(body, new Date(), 'whsec_another'),
      signatureOf(` ${body}`, new Date()),
    ]) {
      const answer = await send(body, signature);
      expect(answer).toMatchObject({ status: 400, type: 'application/problem+json' });
      expect(answer.body).toMatchObject({ type: expect.stringMatching(/\/invalid-signature$/) });
      expect(validateProblem(answer.body)).toBeNull();
    }
    expect(payments.stored.get(order.order_id)).toBe(order);
  });

  it('is the one route that it opens', async () => {
    expect(await send('{}', undefined, 'orders')).toMatchObject({ status: 403 });
    expect(await send('{}', undefined, 'webhooks/other')).toMatchObject({ status: 404 });
  });
});
