import type { World } from '../world/world.ts';
import { timeText } from './time-text.ts';

const uuid = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g;
const instant = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;
const placed = /\b([\w.]+)-(\d+)@(\d+)\b/g;

const field = (value: unknown, name: string): string | undefined => {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return typeof found === 'string' ? found : undefined;
};

/** A record in words: what it is, and of what. */
const recordInWords = (json: unknown): string => {
  const type = field(json, 'type') ?? field(json, 'event');
  if (type === undefined) return 'an unreadable record';
  const [order, sku, user] = ['order_id', 'sku', 'user_id'].map((name) => field(json, name));
  const template = field(json, 'template');
  return [type, template, order ?? user, sku].filter((part) => part !== undefined).join(' ');
};

/** What the plan calls the orders, by their ids. */
export const orderNames = ({ clients }: World): ReadonlyMap<string, string> => {
  const names = new Map<string, string>();
  for (const [name, orders] of clients.orders)
    for (const [index, { orderId }] of orders.entries())
      names.set(orderId, index === 0 ? name : `${name}/${index + 1}`);
  return names;
};

/** Names of the plan in the place of ids, words in the place of records, times since the start: what a reader can follow. */
export const readable = (world: World): ((text: string) => string) => {
  const names = orderNames(world);
  const record = (all: string, topic: string, partition: string, offset: string): string => {
    const found = world.kafka.partitions(topic)[Number(partition)]?.[Number(offset)];
    return found === undefined ? all : `${recordInWords(found.json)} (${all})`;
  };
  return (text) =>
    text
      .replace(placed, record)
      .replace(uuid, (id) => names.get(id) ?? id.slice(0, 8))
      .replace(instant, (at) => timeText(Date.parse(at)));
};
