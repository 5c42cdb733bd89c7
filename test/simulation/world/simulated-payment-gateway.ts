import { simulatedGateway } from '../../../functions/payment/gateway/simulated/gateway.simulated.ts';
import type { NoAnswer, PaymentGateway } from '../../../functions/payment/model/ports.ts';
import type { Scheduler } from '../kernel/scheduler.ts';
import type { SimulatedProcess } from '../kernel/simulated-process.ts';
import type { DocumentClient } from './document-client.ts';
import { gatewayTimeoutMs } from './settings.ts';

export const gatewayFaults = [
  'gateway refuses to serve',
  'charge request lost',
  'gateway answer lost',
  'gateway late',
] as const;

const unknown: NoAnswer = { status: 'unknown', cause: 'The gateway did not answer in time' };
const unavailable: NoAnswer = { status: 'unavailable', cause: 'The gateway answered 503' };

/** A request that its caller has abandoned reaches the gateway no later than this after it. */
const latestMs = gatewayTimeoutMs;

interface GatewayOptions {
  readonly scheduler: Scheduler;
  /** The gateway's own connection to its books: nothing goes wrong there. */
  readonly books: DocumentClient;
}

/** The gateway itself, beyond the network: it goes on whatever becomes of who asked. */
export const remoteGateway = ({ scheduler, books }: GatewayOptions): PaymentGateway =>
  simulatedGateway(books, 'gateway', {
    clock: { now: () => new Date(scheduler.now) },
    timeoutMs: gatewayTimeoutMs,
    wait: (ms) => new Promise((resolve) => scheduler.after(ms, () => resolve(undefined))),
  });

/** The gateway as a process reaches it: over a network that loses requests and answers. */
export const gatewayOf = (remote: PaymentGateway, process: SimulatedProcess, scheduler: Scheduler): PaymentGateway => {
  const later = <T>(ms: number, value: T): Promise<T> =>
    new Promise((resolve) => scheduler.after(ms, () => resolve(value)));
  const ask = <A>(kind: string, request: () => Promise<A>): Promise<A | NoAnswer> =>
    process.call<A | NoAnswer>({
      kind: `Gateway ${kind}`,
      faults: gatewayFaults,
      perform: (fault) => {
        switch (fault?.name) {
          case 'gateway refuses to serve':
            return unavailable;
          case 'charge request lost':
            return later(gatewayTimeoutMs, unknown);
          case 'gateway answer lost':
            void request();
            return later(gatewayTimeoutMs, unknown);
          case 'gateway late':
            scheduler.after(1 + (fault.amount % (gatewayTimeoutMs + latestMs)), () => void request());
            return later(gatewayTimeoutMs, unknown);
          default:
            return request();
        }
      },
    });
  return {
    charge: (charge) => ask('charge', () => remote.charge(charge)),
    lookup: (charge) => ask('lookup', () => remote.lookup(charge)),
    cancel: (charge) => ask('cancel', () => remote.cancel(charge)),
    refund: (refund) => ask('refund', () => remote.refund(refund)),
    lookupRefund: (refund) => ask('lookupRefund', () => remote.lookupRefund(refund)),
  };
};
