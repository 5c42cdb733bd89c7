import type { WebhookReceived } from '../../../schemas/generated/types.ts';
import type { MetricName } from '../../../schemas/metrics.ts';
import type { Route } from '../../shared/runtime/http/http-handler.ts';
import { problem } from '../../shared/runtime/http/problem.ts';
import { type HttpResponse, json } from '../../shared/runtime/http/response.ts';
import { TransientError } from '../../shared/runtime/idioms/transient-error.ts';
import type { GatewayEvent, VerifyEvent } from '../model/webhook-ports.ts';

/**
 * An event of Stripe has some kilobytes. The limit precedes the signature check: unauthenticated bodies are not hashed
 * without a limit.
 */
const bodyLimitBytes = 256 * 1024;
/** Stripe retries by a schedule of its own, for three days. */
const retryAfterSeconds = 60;

const counted: Readonly<Partial<Record<WebhookReceived['outcome'], MetricName>>> = {
  TAKEN: 'WebhookEventsTaken',
  UNMATCHED: 'WebhookEventsUnmatched',
};

const counting = (response: HttpResponse, name: MetricName | undefined): HttpResponse =>
  name === undefined ? response : { ...response, counts: { [name]: 1 } };

const refused = () =>
  counting(
    problem('invalid-signature', {
      detail: 'Send the body as it was signed, with a Stripe-Signature of the last five minutes',
    }),
    'WebhookEventsRefused',
  );

/** `POST /webhooks/stripe`. Nothing of a body is quoted or logged. */
export const webhookRoute =
  (verify: VerifyEvent, take: (event: GatewayEvent) => Promise<WebhookReceived['outcome']>): Route =>
  async (request) => {
    const body = request.body();
    if (body.length > bodyLimitBytes) {
      return problem('too-large', { detail: `The body has ${body.length} bytes; ${bodyLimitBytes} are allowed` });
    }
    try {
      const event = await verify({ body, signature: request.header('stripe-signature') });
      if (!event.ok)
        return event.error === 'refused'
          ? refused()
          : problem('malformed-request', { detail: 'The body is no event of Stripe' });
      const outcome = await take(event.value);
      return counting(json(200, { outcome } satisfies WebhookReceived), counted[outcome]);
    } catch (thrown) {
      if (!(thrown instanceof TransientError)) throw thrown;
      return counting(
        problem('unavailable', { detail: 'Nothing was taken. Send it again', retryAfterSeconds }),
        'WebhookEventsFailed',
      );
    }
  };
