import type { AttributeValue, Item } from '../dynamodb/attribute-value.ts';
import type { ItemChange } from '../dynamodb/simulated-dynamodb.ts';
import { tableDefinitions } from '../world/settings.ts';

/** What a reader wants to know of an item, by table: the most informative first. Other tables have their key. */
const shown: Readonly<Record<string, readonly string[]>> = {
  orders: [
    'status',
    'lines',
    'expected',
    'reserved',
    'rejected',
    'refund',
    'repairs',
    'due_at',
    'expires_at',
    'request_CANCEL',
    'request_SHIP',
    'request_COMPLETE',
  ],
  stock: ['available', 'reserved', 'sold', 'version', 'outdated_by'],
  reservations: ['state', 'qty', 'version', 'reason'],
  holds: ['expires_at'],
  payments: ['state', 'attempts', 'due_at', 'failure_reason', 'cancel_reason'],
  gateway: ['outcome', 'amount', 'reason', 'charge_key', 'calls'],
  notifications: ['status', 'version', 'due_at', 'attempts'],
  idempotency: ['status'],
};

const textOf = (value: AttributeValue | undefined, name = ''): string => {
  if (value === undefined) return 'nothing';
  if (name === 'expires_at' && typeof value === 'number') return new Date(value * 1_000).toISOString();
  if (value instanceof Set) return `{${[...value].join(', ')}}`;
  return typeof value === 'string' ? value.replaceAll('\n', ', ') : JSON.stringify(value);
};

const keyText = (table: string, item: Item): string => {
  const definition = tableDefinitions.find(({ name }) => name === table);
  const keys = [definition?.partitionKey, definition?.sortKey].filter((name) => name !== undefined);
  return keys.map((name) => textOf(item[name])).join('/');
};

/** One write of an item in words: `payments order-0: state PENDING → PAID`. */
export const changeInWords = ({ table, before, after }: ItemChange): string => {
  const what = `${table} ${keyText(table, after ?? before ?? {})}`;
  if (after === undefined) return `removes ${what}`;
  const moved = (shown[table] ?? []).flatMap((name) => {
    const [was, is] = [textOf(before?.[name], name), textOf(after[name], name)];
    if (was === is) return [];
    return before === undefined ? [`${name} ${is}`] : [`${name} ${was} → ${is}`];
  });
  const verb = before === undefined ? 'puts' : 'sets';
  return `${verb} ${what}${moved.length === 0 ? '' : `: ${moved.join(', ')}`}`;
};
