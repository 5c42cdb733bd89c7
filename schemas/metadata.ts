import type { EventType, Metadata } from './generated/types.ts';
import { schemaVersions } from './generated/versions.ts';

type Origin = Pick<Metadata, 'correlation_id' | 'source'> &
  Partial<Pick<Metadata, 'attempt'>> & { readonly actor?: string | undefined };

/** The metadata of a new event: the current version of its schema, and the first attempt by default. */
export const metadataOf = (type: EventType, { correlation_id, source, attempt = 1, actor }: Origin): Metadata => ({
  correlation_id,
  source,
  attempt,
  schema_version: schemaVersions[type],
  ...(actor !== undefined && { actor }),
});

/** The URI by which events name the version of their schema (the CloudEvents header `ce_dataschema`). */
export const schemaUri = (topic: string, type: string, version: number): string =>
  `urn:orderstream:schema:${topic}:${type}:${version}`;
