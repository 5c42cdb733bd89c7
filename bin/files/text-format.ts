/** Format of a file of rows. */
export interface TextFormat {
  /** A label of the WHATWG Encoding standard: `utf-8`, `latin1`, `utf-16le` … */
  readonly encoding: string;
  /** Between the fields of a row: one character. */
  readonly separator: string;
}

export const defaultFormat: TextFormat = { encoding: 'utf-8', separator: ',' };

/** Separators that are looked for where a header has none of the expected one, with their names on the command line. */
export const separators: ReadonlyMap<string, string> = new Map([
  [',', ','],
  [';', ';'],
  ['\t', 'tab'],
  ['|', '|'],
]);
