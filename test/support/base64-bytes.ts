/** Replaces bytes in `JSON.stringify` by base64, as DynamoDB's JSON has them. */
export const base64Bytes = (_name: string, value: unknown): unknown =>
  value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
