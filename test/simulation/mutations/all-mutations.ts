import type { Mutation } from './mutation.ts';
import { bookMutations } from './rows/books.ts';
import { idiomMutations } from './rows/idioms.ts';
import { idMutations } from './rows/ids.ts';
import { holdMutations } from './rows/inventory-holds.ts';
import { ledgerMutations } from './rows/inventory-ledger.ts';
import { notificationMutations } from './rows/notification.ts';
import { intakeMutations } from './rows/order-intake.ts';
import { sagaMutations } from './rows/order-saga.ts';
import { sweepMutations } from './rows/order-sweep.ts';
import { paymentMutations } from './rows/payment.ts';
import { paymentEventMutations } from './rows/payment-events.ts';
import { paymentRetryMutations } from './rows/payment-retry.ts';
import { paymentStripeMutations } from './rows/payment-stripe.ts';

/** Every protection, taken away one at a time. */
export const allMutations: readonly Mutation[] = [
  ...idMutations,
  ...idiomMutations,
  ...intakeMutations,
  ...sagaMutations,
  ...sweepMutations,
  ...ledgerMutations,
  ...holdMutations,
  ...paymentMutations,
  ...paymentRetryMutations,
  ...paymentEventMutations,
  ...paymentStripeMutations,
  ...notificationMutations,
  ...bookMutations,
];
