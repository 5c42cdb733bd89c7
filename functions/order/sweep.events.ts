import { validateOrderCancelled } from '../../schemas/generated/validators.js';
import { adminEmits } from './admin.events.ts';

/** What the sweep says: what orders stand on, and that they are given up. */
export const sweepEmits = { ...adminEmits, ORDER_CANCELLED: validateOrderCancelled };
