import { beforeAll, describe, expect, it } from 'vitest';
import { openApiDocument } from '../../../schemas/documents/openapi.ts';
import { breachesBetween } from '../../../schemas/evolution/http/breaches.ts';
import { operationsOf } from '../../../schemas/evolution/http/operations.ts';
import { publishedDocuments } from '../../../schemas/evolution/http/published.ts';
import { isObject, type JsonSchema } from '../../../schemas/json-schema.ts';
import { breaks } from '../../support/http-changes/breaks.ts';
import { compatible } from '../../support/http-changes/compatible.ts';
import { oasdiffBreaks, whyNoOasdiff } from '../../support/oasdiff.ts';

const title = whyNoOasdiff === undefined ? 'as oasdiff does' : `as oasdiff does (skipped: ${whyNoOasdiff})`;
const published = JSON.stringify(openApiDocument());

/** The document as ours and oasdiff read it alike: with types, and without the open list of problems. */
const comparable = (part: unknown): unknown => {
  if (Array.isArray(part)) return part.map(comparable);
  if (!isObject(part)) return part;
  const inner = Object.fromEntries(Object.entries(part).map(([name, value]) => [name, comparable(value)]));
  const { const: only, enum: listed } = part;
  const values: readonly unknown[] = Array.isArray(listed) ? listed : only === undefined ? [] : [only];
  if (values.some((value) => String(value).startsWith('https://orderstream.dev/problems/'))) return { type: 'string' };
  const type = typeof values[0];
  return values.length > 0 && inner['type'] === undefined
    ? { ...inner, type: type === 'number' ? 'integer' : type }
    : inner;
};

describe.skipIf(whyNoOasdiff !== undefined)(`The HTTP API is compared ${title}`, () => {
  // The first one builds it.
  beforeAll(
    () => oasdiffBreaks({ openapi: '3.1.0', info: {}, paths: {} }, { openapi: '3.1.0', info: {}, paths: {} }),
    600_000,
  );

  it.each([...breaks, ...compatible])('where $name', async ({ edit, breach, oasdiffDiffers }) => {
    const document = JSON.parse(published);
    edit(document);
    const refused = (await oasdiffBreaks(JSON.parse(published), document)).length > 0;
    expect(refused).toBe((breach !== undefined) === (oasdiffDiffers === undefined));
  });

  it.each(publishedDocuments())('with what was published as version $version', async ({ document }) => {
    const [now, earlier] = [JSON.parse(published), document].map((each) => comparable(each) as JsonSchema);
    const ours = breachesBetween(operationsOf(now ?? {}), operationsOf(earlier ?? {}));
    const theirs = await oasdiffBreaks(earlier ?? {}, now ?? {});
    expect({ ours: ours.length > 0, theirs, found: theirs.length > 0 }).toMatchObject({ found: ours.length > 0 });
  });
});
