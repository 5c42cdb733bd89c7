import { documentClient } from '../../shared/runtime/dynamodb/dynamodb.ts';
import { systemClock } from '../../shared/runtime/system-clock.ts';
import { createTelemetry } from '../../shared/runtime/telemetry/telemetry.ts';
import type { PaymentEnvironment } from '../model/payment.env.ts';
import { configuredGateway } from './gateway.configured.ts';
import { guardedGateway, usualGuard } from './gateway.guarded.ts';
import { powertoolsObserver } from './observer.powertools.ts';

/** Dependencies of both functions that settle payments, by the stage's configuration. */
export const paymentDependencies = <E extends PaymentEnvironment>(environment: E) => {
  const client = documentClient();
  const observer = powertoolsObserver(createTelemetry());
  const { gateway, ...reports } = configuredGateway(environment, client);
  return {
    dependencies: { client, clock: systemClock, environment },
    ports: { gateway: guardedGateway(gateway, { ...usualGuard, observer }), ...reports, observer },
  };
};
