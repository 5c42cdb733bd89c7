import type { SettingName } from '../../../schemas/functions/functions.ts';
import { chargeLeaseSeconds } from '../../config/charge-lease.ts';
import { ordersPerSweep } from '../../config/consumer-load.ts';
import { type Binding, type EnvironmentSources, setting } from './binding.ts';
import { mailboxTable, notificationSettings } from './notification-binding.ts';
import { gatewayLedger, gatewayResource, webhookSecret } from './payment-environment.ts';

/** Those of the authorizer are bound where it is created, if it is. */
export type ProvidedSetting = Exclude<SettingName, `clients.${string}`>;

/** A provider for every setting that a declaration names, and for no other. */
export const settings: Readonly<Record<ProvidedSetting, (sources: EnvironmentSources) => Binding>> = {
  'orders.stepDeadlineSeconds': ({ deployment }) => setting(deployment.config.orders.stepDeadlineSeconds),
  'orders.sagaDeadlineSeconds': ({ deployment }) => setting(deployment.config.orders.sagaDeadlineSeconds),
  'orders.perSweep': ({ deployment }) => setting(ordersPerSweep(deployment.config.consumers)),
  'api.waitsPerClient': ({ deployment }) => setting(deployment.config.api.waits.perClient),
  'payment.gateway': ({ deployment }) => setting(deployment.config.payment.gateway),
  'payment.gatewayResource': gatewayResource,
  'payment.gatewayLedger': gatewayLedger,
  'payment.timeoutMs': ({ deployment }) => setting(deployment.config.payment.timeoutMs),
  'payment.horizonSeconds': ({ deployment }) => setting(deployment.config.payment.horizonSeconds),
  'payment.leaseSeconds': ({ deployment }) => setting(chargeLeaseSeconds(deployment.config.payment)),
  'payment.webhookSecret': webhookSecret,
  'notification.mailbox': mailboxTable,
  'notification.settings': ({ deployment }) => notificationSettings(deployment.config.notification),
};
