import type { Dependencies } from '../../shared/runtime/handlers/dependencies.ts';
import type { Routes } from '../../shared/runtime/http/http-handler.ts';
import type { VerifyEvent } from '../model/webhook-ports.ts';
import { dynamodbPayments } from '../store/payments.dynamodb.ts';
import type { WebhookEnvironment } from './webhook.env.ts';
import { webhookRoute } from './webhook.http.ts';
import { applyEvent, type WebhookPorts } from './webhook.ts';

/** `payment/webhook`. */
export const webhookRoutes = (
  { client, clock, environment }: Dependencies<Pick<WebhookEnvironment, 'PAYMENTS_TABLE'>>,
  { verify, ...ports }: Pick<WebhookPorts, 'ownerOf' | 'observer'> & { readonly verify: VerifyEvent },
): Routes => {
  const payments = dynamodbPayments(client, environment.PAYMENTS_TABLE);
  return { 'POST /webhooks/stripe': webhookRoute(verify, applyEvent({ ...ports, payments, clock })) };
};
