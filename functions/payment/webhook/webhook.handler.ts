import { payment } from '../../../schemas/functions/payment.ts';
import { documentClient } from '../../shared/runtime/dynamodb/dynamodb.ts';
import { readVariables } from '../../shared/runtime/environment.ts';
import { httpHandler } from '../../shared/runtime/http/http-handler.ts';
import { systemClock as clock } from '../../shared/runtime/system-clock.ts';
import { createTelemetry } from '../../shared/runtime/telemetry/telemetry.ts';
import type { WebhookEnvironment } from './webhook.env.ts';
import { webhookRoutes } from './webhook.routes.ts';
import { webhookOfStripe } from './webhook.stripe.ts';
import { powertoolsWebhookObserver } from './webhook-observer.powertools.ts';

const environment = readVariables<WebhookEnvironment>(payment['payment/webhook'].environment);
const dependencies = { client: documentClient(), clock, environment };
const observer = powertoolsWebhookObserver(createTelemetry());

export const handler = httpHandler(webhookRoutes(dependencies, { ...webhookOfStripe(environment, clock), observer }));
