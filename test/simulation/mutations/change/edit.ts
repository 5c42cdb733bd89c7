/** A part of a source, and the text that replaces it. */
export interface Edit {
  readonly from: number;
  readonly until: number;
  readonly text: string;
}

/** The source with all edits; none overlaps another. */
export const edited = (source: string, edits: readonly Edit[]): string =>
  edits
    .toSorted((a, b) => b.from - a.from)
    .reduce((text, edit) => text.slice(0, edit.from) + edit.text + text.slice(edit.until), source);
