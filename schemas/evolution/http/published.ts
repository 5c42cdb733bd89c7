import { readdirSync, readFileSync } from 'node:fs';
import { schemasFolder } from '../../contracts.ts';
import type { JsonSchema } from '../../json-schema.ts';

/** The folder of the published OpenAPI documents, in `schemas/`, and the record of what they broke on purpose. */
export const publishedFolder = 'versions/http';
export const acceptedBreaksFile = 'evolution/http/accepted-breaks.json';

/** An OpenAPI document as it was published. Clients made of it may be in use. */
export interface PublishedDocument {
  readonly version: number;
  /** Its file in `schemas/`: `versions/http/1.json`. */
  readonly path: string;
  readonly document: JsonSchema;
}

/** A breaking change that was made on purpose. */
export interface AcceptedBreak {
  /** The first version that has it. */
  readonly version: number;
  readonly place: string;
  readonly change: string;
  /** Why it was made, and how clients adapt. */
  readonly because: string;
}

const json = (path: string): unknown => JSON.parse(readFileSync(new URL(path, schemasFolder), 'utf8'));

/** Every published document, in order. */
export const publishedDocuments = (): readonly PublishedDocument[] =>
  readdirSync(new URL(`${publishedFolder}/`, schemasFolder))
    .map((file) => Number(/^([1-9]\d*)\.json$/.exec(file)?.[1]))
    .toSorted((a, b) => a - b)
    .map((version, index) => {
      if (version !== index + 1) throw new Error(`schemas/${publishedFolder}: the versions are not 1, 2, 3 …`);
      const path = `${publishedFolder}/${version}.json`;
      return { version, path, document: Object(json(path)) };
    });

export const acceptedBreaks = (): readonly AcceptedBreak[] => json(acceptedBreaksFile) as readonly AcceptedBreak[];

/** The version of the OpenAPI document: the first number counts breaking versions, the second the compatible ones since. */
export const semanticVersion = (versions: number, accepted: readonly AcceptedBreak[]): string => {
  const breaking = [...new Set(accepted.map(({ version }) => version))].toSorted((a, b) => a - b);
  return `${breaking.length + 1}.${versions - (breaking.at(-1) ?? 1)}.0`;
};
