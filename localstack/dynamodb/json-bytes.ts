/** Reads single values of a JSON text in UTF-8 in place: parsing it whole and printing it again costs more than all else in the proxy. */

const quote = 0x22;
const colon = 0x3a;
const backslash = 0x5c;
const comma = 0x2c;
const opening = new Set([0x7b, 0x5b]);
const closing = new Set([0x7d, 0x5d]);
const spaces = new Set([0x20, 0x09, 0x0a, 0x0d]);

const pastSpaces = (json: Buffer, from: number): number => {
  let at = from;
  while (spaces.has(json[at] ?? 0)) at += 1;
  return at;
};

/** Where a string ends that begins at `at`: past its closing quote. */
const pastString = (json: Buffer, at: number): number => {
  let end = json.indexOf(quote, at + 1);
  while (end >= 0 && isEscaped(json, end)) end = json.indexOf(quote, end + 1);
  return end < 0 ? json.length : end + 1;
};

const isEscaped = (json: Buffer, at: number): boolean => {
  let slashes = 0;
  while (json[at - 1 - slashes] === backslash) slashes += 1;
  return slashes % 2 === 1;
};

/** Where an object or array ends that begins at `at`: past its closing bracket. */
const pastBrackets = (json: Buffer, start: number): number => {
  let depth = 0;
  let at = start;
  while (at < json.length) {
    const byte = json[at] ?? 0;
    if (byte === quote) {
      at = pastString(json, at);
      continue;
    }
    at += 1;
    if (opening.has(byte)) depth += 1;
    else if (closing.has(byte)) depth -= 1;
    if (depth === 0) return at;
  }
  return at;
};

const pastValue = (json: Buffer, at: number): number => {
  if (json[at] === quote) return pastString(json, at);
  if (opening.has(json[at] ?? 0)) return pastBrackets(json, at);
  let end = at;
  while (end < json.length && json[end] !== comma && !closing.has(json[end] ?? 0)) end += 1;
  return end;
};

/** A name with its value, somewhere in a JSON text. */
export interface Member {
  /** Of the name's opening quote. */
  readonly start: number;
  readonly valueStart: number;
  readonly end: number;
}

/**
 * The first member of this name whose value `accepts` takes, by the value's bytes from its start. A text within a string never matches: its quotes
 * are escaped. `undefined` when there is none.
 */
export const memberNamed = (
  json: Buffer,
  name: string,
  accepts: (json: Buffer, valueStart: number) => boolean,
): Member | undefined => {
  const quoted = Buffer.from(JSON.stringify(name));
  for (let start = json.indexOf(quoted); start >= 0; start = json.indexOf(quoted, start + 1)) {
    const colonAt = pastSpaces(json, start + quoted.length);
    if (json[colonAt] !== colon || isEscaped(json, start)) continue;
    const valueStart = pastSpaces(json, colonAt + 1);
    if (accepts(json, valueStart)) return { start, valueStart, end: pastValue(json, valueStart) };
  }
  return undefined;
};

export const isString = (json: Buffer, valueStart: number): boolean => json[valueStart] === quote;

/** The text without a member and the comma that joined it to its neighbour. */
export const without = (json: Buffer, { start, end }: Member): Buffer => {
  const next = pastSpaces(json, end);
  if (json[next] === comma) return Buffer.concat([json.subarray(0, start), json.subarray(next + 1)]);
  let before = start - 1;
  while (spaces.has(json[before] ?? 0)) before -= 1;
  return Buffer.concat([json.subarray(0, json[before] === comma ? before : start), json.subarray(end)]);
};

/** The first name in the object that begins at `at`; `undefined` when it has none. */
export const firstName = (json: Buffer, at: number): string | undefined => {
  const start = pastSpaces(json, at + 1);
  return json[start] === quote ? stringIn(json, start, pastString(json, start)) : undefined;
};

/** The string between two places; `undefined` when it is malformed, which is for the database to refuse. */
export const stringIn = (json: Buffer, start: number, end: number): string | undefined => {
  try {
    return String(JSON.parse(json.toString('utf8', start, end)));
  } catch {
    return undefined;
  }
};
