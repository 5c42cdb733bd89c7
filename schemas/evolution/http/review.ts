import { isDeepStrictEqual } from 'node:util';
import { openApiDocument } from '../../documents/openapi.ts';
import { breachesBetween } from './breaches.ts';
import { operationsOf } from './operations.ts';
import { type AcceptedBreak, acceptedBreaks, type PublishedDocument, publishedDocuments } from './published.ts';

/** A break of one or more published versions without an accepting note. */
export interface HttpBreach {
  readonly place: string;
  readonly change: string;
  /** The versions that it breaks, in order. */
  readonly versions: readonly number[];
}

export interface HttpReview {
  readonly breaches: readonly HttpBreach[];
  /** Whether the constraints differ from the newest published document. */
  readonly changed: boolean;
  readonly published: readonly PublishedDocument[];
}

/** Compares the OpenAPI document of the present schemas and routes with every published one. */
export const reviewHttp = (accepted: readonly AcceptedBreak[] = acceptedBreaks()): HttpReview => {
  const published = publishedDocuments();
  const now = operationsOf(openApiDocument());
  const found = new Map<string, HttpBreach>();
  for (const { version, document } of published) {
    for (const { place, change } of breachesBetween(now, operationsOf(document))) {
      if (accepted.some((known) => known.version > version && known.place === place && known.change === change))
        continue;
      const key = `${place}: ${change}`;
      found.set(key, { place, change, versions: [...(found.get(key)?.versions ?? []), version] });
    }
  }
  const newest = published.at(-1);
  const changed = newest === undefined || !isDeepStrictEqual(now, operationsOf(newest.document));
  return { breaches: [...found.values()], changed, published };
};

/** A line for each break: `http: POST /orders, request application/json: /country is required …`. */
export const breachLine = ({ place, change, versions }: HttpBreach): string =>
  `http: ${place}: ${change} (clients of version ${versions.join(', ')})`;

/** Instructions for intended breaks. */
export const acceptHint =
  'A break of the HTTP API that is meant: `npm run schemas:freeze -- --accept "<why, and what clients do about it>"`';

/** Steps that remain before a compatible change may be published. */
export const unfinishedHttp = ({ breaches, changed }: HttpReview): readonly string[] =>
  changed && breaches.length === 0 ? ['http: changed since its newest version: run `npm run schemas:freeze`'] : [];
