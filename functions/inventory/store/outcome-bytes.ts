import type { Outcome, ReservationState } from '../model/stock-domain.ts';
import { ByteReader, ByteWriter } from './byte-stream.ts';

/**
 * Outcomes of one SKU as bytes: some 26 an outcome, so that a stock with thirty of them costs one write unit. The first
 * byte is the version of this format. Each outcome then is: its flags, its owner, units, available units, the distance
 * from the time before it, and what the flags announce. The list only grows at its end.
 */
const format = 1;

/** The position is stored: only append. */
const states: readonly ReservationState[] = ['RESERVED', 'REJECTED', 'COMMITTED', 'RELEASED', 'ADJUSTED', 'REFUSED'];
const stateMask = 0b111;
/** The first byte has those of most outcomes. */
const flags = {
  /** The version is not the one before it plus one. */
  hasVersion: 0b1000,
  /** The time of its order is known: its distance from the outcome's. */
  hasOrderTime: 0b1_0000,
  /** The reason of most releases, without its text. */
  paymentFailed: 0b10_0000,
  /** The owner is a text, not a UUID. */
  isText: 0b100_0000,
  hasReason: 0b1000_0000,
  hasActor: 0b1_0000_0000,
} as const;
const paymentFailed = 'PAYMENT_FAILED';

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const uuidBytes = 16;

const uuidOf = (hex: string): string =>
  [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');

/** Versions and times count from those of the outcome before: the first from these. */
const start = { version: 0, time: 0 };
type Previous = typeof start;

const write = (bytes: ByteWriter, outcome: Outcome, before: Previous): Previous => {
  const { owner, state, qty, version, available, at, orderedAt, reason, actor } = outcome;
  const time = Date.parse(at);
  const isUuid = uuidPattern.test(owner);
  const hasVersion = version !== before.version + 1;
  const hasReason = reason !== undefined && reason !== paymentFailed;
  bytes.count(
    states.indexOf(state) |
      (hasVersion ? flags.hasVersion : 0) |
      (orderedAt === undefined ? 0 : flags.hasOrderTime) |
      (isUuid ? 0 : flags.isText) |
      (hasReason ? flags.hasReason : 0) |
      (actor === undefined ? 0 : flags.hasActor) |
      (reason === paymentFailed ? flags.paymentFailed : 0),
  );
  if (isUuid) bytes.hex(owner.replaceAll('-', ''));
  else bytes.text(owner);
  if (hasVersion) bytes.count(version);
  bytes.signed(qty);
  bytes.count(available);
  bytes.signed(time - before.time);
  if (orderedAt !== undefined) bytes.signed(time - Date.parse(orderedAt));
  if (hasReason) bytes.text(reason);
  if (actor !== undefined) bytes.text(actor);
  return { version, time };
};

export const bytesOfOutcomes = (outcomes: readonly Outcome[]): Uint8Array => {
  const bytes = new ByteWriter();
  bytes.byte(format);
  let before = start;
  for (const outcome of outcomes) before = write(bytes, outcome, before);
  return bytes.done();
};

const timeOf = (ms: number): string => new Date(ms).toISOString();

const read = (bytes: ByteReader, sku: string, before: Outcome | undefined): Outcome => {
  const head = bytes.count();
  const has = (flag: number): boolean => (head & flag) !== 0;
  const state = states[head & stateMask];
  if (state === undefined) throw new Error(`An outcome of ${sku} has a state that this release does not know`);
  const owner = has(flags.isText) ? bytes.text() : uuidOf(bytes.hex(uuidBytes));
  const version = has(flags.hasVersion) ? bytes.count() : (before?.version ?? start.version) + 1;
  const qty = bytes.signed();
  const available = bytes.count();
  const time = (before === undefined ? start.time : Date.parse(before.at)) + bytes.signed();
  const orderedAt = has(flags.hasOrderTime) ? timeOf(time - bytes.signed()) : undefined;
  const reason = has(flags.hasReason) ? bytes.text() : has(flags.paymentFailed) ? paymentFailed : undefined;
  const actor = has(flags.hasActor) ? bytes.text() : undefined;
  return {
    ...{ owner, sku, state, qty, version, available, at: timeOf(time) },
    ...(orderedAt !== undefined && { orderedAt }),
    ...(reason !== undefined && { reason }),
    ...(actor !== undefined && { actor }),
  };
};

/** @throws a later release wrote them in a format that this one does not know. */
export const outcomesOfBytes = (sku: string, stored: Uint8Array): readonly Outcome[] => {
  const bytes = new ByteReader(stored);
  if (bytes.byte() !== format) throw new Error(`The outcomes of ${sku} have a format that this release does not know`);
  const outcomes: Outcome[] = [];
  while (!bytes.isAtEnd) outcomes.push(read(bytes, sku, outcomes.at(-1)));
  return outcomes;
};
