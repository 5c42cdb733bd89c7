import { acceptedEvents } from '../../functions/shared/runtime/idioms/accepted-events.ts';
import type { InventoryUpdatedEvent } from '../../schemas/generated/types.ts';
import { inventoryUpdatedValidators } from '../../schemas/generated/validators.js';
import { recordEvent } from '../client/record-event.ts';

const accept = acceptedEvents<InventoryUpdatedEvent['type']>(inventoryUpdatedValidators);

/** The event of the ledger in a record of its topic, of any version; none for a record that consumers dead-letter. */
export const ledgerEventIn = (value: Uint8Array): InventoryUpdatedEvent | undefined => recordEvent(accept, value);
