import type { Watcher } from '../world/run-plan.ts';
import { acknowledgedOrders } from './acknowledged-orders.ts';
import { adjustedOnce } from './adjusted-once.ts';
import { allProcessed } from './all-processed.ts';
import { allowances } from './allowances.ts';
import { auditedFacts } from './audited-facts.ts';
import { chargedOrders } from './charged-orders.ts';
import { comparedBooks } from './compared-books.ts';
import { conservedStock } from './conserved-stock.ts';
import { deadLetters } from './dead-letters.ts';
import { emittedDisputes } from './emitted-disputes.ts';
import { endedHolds } from './ended-holds.ts';
import { eventIdentity } from './event-identity.ts';
import { freeOrders } from './free-orders.ts';
import { freshViews } from './fresh-views.ts';
import { gatewayBooks } from './gateway-books.ts';
import { isolatedFaults } from './isolated-faults.ts';
import { keptOrders } from './kept-orders.ts';
import { keyOrder } from './key-order.ts';
import { nothingDue } from './nothing-due.ts';
import { notifiedInTime } from './notified-in-time.ts';
import { notifiedOnce } from './notified-once.ts';
import { orderStates } from './order-states.ts';
import { paymentRecord } from './payment-record.ts';
import { placedOnce } from './placed-once.ts';
import { recountedViews } from './recounted-views.ts';
import { settledOrders } from './settled-orders.ts';
import { stateFirst } from './state-first.ts';
import { stockBooks } from './stock-books.ts';
import { validEvents } from './valid-events.ts';

/** Of one run: they remember it. The most precise come first. */
export const allInvariants = (): readonly Watcher[] => [
  // At each commit.
  stockBooks(),
  orderStates(),
  paymentRecord(),
  gatewayBooks(),
  allowances(),
  // At each record, and each answer.
  eventIdentity(),
  validEvents(),
  keyOrder(),
  stateFirst(),
  freeOrders(),
  isolatedFaults(),
  deadLetters(),
  acknowledgedOrders(),
  adjustedOnce(),
  // When nothing is left to happen.
  settledOrders(),
  keptOrders(),
  placedOnce(),
  chargedOrders(),
  comparedBooks(),
  emittedDisputes(),
  conservedStock(),
  endedHolds(),
  nothingDue(),
  notifiedOnce(),
  notifiedInTime(),
  recountedViews(),
  freshViews(),
  auditedFacts(),
  allProcessed(),
];
