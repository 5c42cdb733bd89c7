import { type Clock, timestamp } from '../shared/kernel/clock.ts';
import type { Fold } from '../shared/runtime/idioms/fold.ts';
import { decide, ownerOf, type Reservation, type Stock, type StockCommand } from './domain.ts';
import { itemName, type LedgerItem, type LedgerStore } from './ports.ts';
import { stockEvent } from './stock-event.ts';

export interface LedgerPorts {
  readonly store: LedgerStore;
  readonly clock: Clock;
}

const stockIn = (item: LedgerItem | undefined): Stock | undefined =>
  item !== undefined && 'stock' in item ? item.stock : undefined;

const reservationIn = (item: LedgerItem | undefined): Reservation | undefined =>
  item !== undefined && 'reservation' in item ? item.reservation : undefined;

/**
 * The stock ledger: commands keyed by SKU, so that each SKU has one writer, folded over its stock and its reservations.
 * Every outcome is kept in the reservation, and a command seen before is answered from there.
 */
export const ledger = ({ store, clock }: LedgerPorts): Fold<StockCommand, LedgerItem> => ({
  transactionLimit: store.transactionLimit,
  load: (items) => store.load(items),
  commit: (writes) => store.commit(writes),
  items: (command) => [itemName({ sku: command.sku }), itemName({ sku: command.sku, owner: ownerOf(command) })],
  step: (read, command) => {
    const { sku } = command;
    const stockName = itemName({ sku });
    const reservationName = itemName({ sku, owner: ownerOf(command) });
    const known = { stock: stockIn(read(stockName)), reservation: reservationIn(read(reservationName)) };
    const { stock, reservation, answer } = decide(command, known, timestamp(clock));
    return {
      writes: stock === undefined ? {} : { [stockName]: { stock }, [reservationName]: { reservation } },
      emit: answer === undefined ? [] : [stockEvent(reservation, answer, command)],
    };
  },
});
