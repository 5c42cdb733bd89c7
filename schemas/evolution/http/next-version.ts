import { openApiDocument } from '../../documents/openapi.ts';
import { isObject, type JsonSchema } from '../../json-schema.ts';
import {
  type AcceptedBreak,
  acceptedBreaks,
  acceptedBreaksFile,
  publishedFolder,
  semanticVersion,
} from './published.ts';
import type { HttpReview } from './review.ts';

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** A part of the document without its examples, which constrain nothing and are half of it. */
const withoutExamples = (part: unknown, isNames = false): unknown => {
  if (Array.isArray(part)) return part.map((element) => withoutExamples(element));
  if (!isObject(part)) return part;
  return Object.fromEntries(
    Object.entries(part)
      .filter(([name]) => isNames || (name !== 'example' && name !== 'examples'))
      .map(([name, value]) => [name, withoutExamples(value, name === 'properties' || name === 'schemas')]),
  );
};

/** The next published document. */
const published = (version: string): unknown => {
  const document: JsonSchema = openApiDocument();
  return withoutExamples({ ...document, info: { ...Object(document['info']), version } });
};

/** The files of the next version of the HTTP API by path in `schemas/`: none where nothing changed. */
export const nextHttpVersion = (
  review: HttpReview,
  reason: string | undefined,
): readonly (readonly [string, string])[] => {
  if (!review.changed) return [];
  const version = review.published.length + 1;
  const broken = reason === undefined ? [] : review.breaches;
  const accepted: readonly AcceptedBreak[] = [
    ...acceptedBreaks(),
    ...broken.map(({ place, change }) => ({ version, place, change, because: String(reason) })),
  ];
  return [
    [`${publishedFolder}/${version}.json`, json(published(semanticVersion(version, accepted)))],
    ...(broken.length > 0 ? ([[acceptedBreaksFile, json(accepted)]] as const) : []),
  ];
};
