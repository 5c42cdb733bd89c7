import { beforeEach, describe, expect, it } from 'vitest';
import { signatureOf, signingSecret } from '../../../../support/stripe-events.ts';
import { parkedFar, succeeded, WebhookWorld } from '../../../../support/webhook-world.ts';

let world: WebhookWorld;
beforeEach(() => {
  world = new WebhookWorld();
});

describe('the signature', () => {
  const body = JSON.stringify(succeeded);
  const refused = {
    status: 400,
    headers: { 'content-type': 'application/problem+json' },
    body: { type: expect.stringMatching(/\/invalid-signature$/) },
    counts: { WebhookEventsRefused: 1 },
  };

  it('of the exact bytes is accepted', async () => {
    world.store(parkedFar);
    // The signature covers white space, escapes and multi-byte characters unchanged.
    const spaced = `{ "note": "caf\\u00e9 – ☕",\n ${body.slice(1)} `;
    const answer = await world.send(spaced, signatureOf(spaced, world.clock.now()));
    expect(answer).toMatchObject({ status: 200, body: { outcome: 'TAKEN' }, counts: { WebhookEventsTaken: 1 } });
  });

  it.each([
    ['is missing', undefined],
    ['is empty', ''],
    ['is no signature', 'nonsense'],
    ['has no scheme that is known', `t=1700000000,v0=00`],
    ['is of another secret', signatureOf(body, new Date('2026-11-22T06:00:00.000Z'), 'whsec_another')],
    ['is of another body', signatureOf(`${body} `, new Date('2026-11-22T06:00:00.000Z'))],
  ])('that %s is refused, and nothing happens', async (_, signature) => {
    const before = world.store(parkedFar);
    expect(await world.send(body, signature)).toMatchObject(refused);
    expect(world.stored).toBe(before);
  });

  it('is valid for exactly five minutes', async () => {
    world.store(parkedFar);
    const signed = signatureOf(body, world.clock.now());
    world.clock.advance(300_000);
    expect(await world.send(body, signed)).toMatchObject({ status: 200 });
    world.clock.advance(1_000);
    expect(await world.send(body, signed)).toMatchObject(refused);
  });

  it('of a rotated secret is accepted after one more read of the secret', async () => {
    world.store(parkedFar);
    world.secrets = ['whsec_of_yesterday', signingSecret];
    expect(await world.send(body, signatureOf(body, world.clock.now()))).toMatchObject({ status: 200 });
    expect(world.readsOfSecret).toBe(1);
  });

  it.each(['no JSON', '{"object":"v2.core.event"}', '[]', '{"id":"evt_1"}'])(
    'of a body that is not an event (%s) does not make it one',
    async (text) => {
      const answer = await world.send(text, signatureOf(text, world.clock.now()));
      expect(answer).toMatchObject({ status: 400, body: { type: expect.stringMatching(/\/malformed-request$/) } });
    },
  );

  it('does not admit a body of more than 256 KiB', async () => {
    const huge = JSON.stringify({ ...succeeded, padding: 'x'.repeat(256 * 1024) });
    const answer = await world.send(huge, signatureOf(huge, world.clock.now()));
    expect(answer).toMatchObject({ status: 413, body: { type: expect.stringMatching(/\/too-large$/) } });
  });
});
