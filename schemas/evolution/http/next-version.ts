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

/**
 * A part of the document without what constrains nothing, and is most of it: examples, and the text of descriptions. A response must
 * have a description.
 */
const constraintsOf = (part: unknown, isNames = false): unknown => {
  if (Array.isArray(part)) return part.map((element) => constraintsOf(element));
  if (!isObject(part)) return part;
  return Object.fromEntries(
    Object.entries(part)
      .filter(([name]) => isNames || (name !== 'example' && name !== 'examples'))
      .map(([name, value]) => [
        name,
        !isNames && name === 'description' ? '' : constraintsOf(value, name === 'properties' || name === 'schemas'),
      ]),
  );
};

/** The next published document. */
const published = (version: string): unknown => {
  const document: JsonSchema = openApiDocument();
  return constraintsOf({ ...document, info: { ...Object(document['info']), version } });
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
