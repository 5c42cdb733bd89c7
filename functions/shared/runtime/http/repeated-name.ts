/** A duplicate member name, and its object by JSON Pointer. */
export interface RepeatedName {
  readonly name: string;
  readonly pointer: string;
}

interface Level {
  /** Undefined in a list. */
  readonly names: Set<string> | undefined;
  /** The current member or index. */
  at: string | number;
}

/** Strings and structural characters; nothing else can be a member name. */
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/g;

const escaped = (name: string | number): string => String(name).replaceAll('~', '~0').replaceAll('/', '~1');
const pointerTo = (levels: readonly Level[]): string => levels.map(({ at }) => `/${escaped(at)}`).join('');

/**
 * The first name that occurs twice in one object. `JSON.parse` silently keeps the last value, other parsers keep the first: two
 * readers of one body would see two orders.
 * @param text valid JSON.
 */
export const repeatedName = (text: string): RepeatedName | undefined => {
  const levels: Level[] = [];
  let string: string | undefined;
  for (const [token] of text.matchAll(tokens)) {
    const level = levels.at(-1);
    if (token === '{') levels.push({ names: new Set(), at: '' });
    else if (token === '[') levels.push({ names: undefined, at: 0 });
    else if (token === '}' || token === ']') levels.pop();
    else if (token === ':' && level?.names !== undefined && string !== undefined) {
      const name: string = JSON.parse(string);
      if (level.names.has(name)) return { name, pointer: pointerTo(levels.slice(0, -1)) };
      level.names.add(name);
      level.at = name;
    } else if (token === ',' && typeof level?.at === 'number') level.at += 1;
    string = token.startsWith('"') ? token : undefined;
  }
  return undefined;
};
