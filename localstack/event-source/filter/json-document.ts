/** A JSON number as written: Lambda's filters compare numbers by their text (300, 300.0 and 3.0e2 differ). */
export class JsonNumber {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  get value(): number {
    return Number(this.source);
  }
}

export type JsonLeaf = string | boolean | null | number | JsonNumber;
export type JsonValue = JsonLeaf | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: JsonValue;
}

/**
 * @param keepNumberText gives every number as a {@link JsonNumber}; it takes several times as long.
 * @throws {SyntaxError} the text is not JSON.
 */
export function parseJson(text: string, keepNumberText: boolean): JsonValue {
  if (!keepNumberText) return JSON.parse(text);
  return JSON.parse(text, (_name: string, value: unknown, context?: { readonly source?: string }) =>
    typeof value === 'number' ? new JsonNumber(context?.source ?? String(value)) : value,
  );
}

/** Whether a document parsed with the text of its numbers has any. */
export function hasNumbers(value: JsonValue): boolean {
  if (value instanceof JsonNumber) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(hasNumbers);
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof JsonNumber);
}

export function isJsonArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
