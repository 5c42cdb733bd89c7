import type { Routes } from '../shared/runtime/http/http-handler.ts';
import type { Wiring } from '../shared/runtime/wiring.ts';
import { dynamodbPayments } from './payments.dynamodb.ts';
import type { WebhookEnvironment } from './webhook.env.ts';
import { webhookRoute } from './webhook.http.ts';
import { takeEvent, type WebhookPorts } from './webhook.ts';
import type { VerifyEvent } from './webhook-ports.ts';

/** `payment/webhook`. */
export const webhookRoutes = (
  { client, clock, environment }: Wiring<Pick<WebhookEnvironment, 'PAYMENTS_TABLE'>>,
  { verify, ...ports }: Pick<WebhookPorts, 'ownerOf' | 'observer'> & { readonly verify: VerifyEvent },
): Routes => {
  const payments = dynamodbPayments(client, environment.PAYMENTS_TABLE);
  return { 'POST /webhooks/stripe': webhookRoute(verify, takeEvent({ ...ports, payments, clock })) };
};
