import { readdirSync, readFileSync } from 'node:fs';
import { type Contract, definitions, eventContracts, schemasFolder } from '../contracts.ts';
import { isObject, type JsonSchema, resolved } from '../json-schema.ts';

/** A version of an event's schema as it was published: kept for ever, since records of it may be read again. */
export interface FrozenVersion {
  readonly version: number;
  /** Its file in `schemas/`: `versions/orders.created/order-created/1.json`. */
  readonly path: string;
  readonly schema: JsonSchema;
}

/** An event with every version of its schema, the first one first. */
export interface VersionedEvent {
  readonly topic: string;
  readonly type: string;
  /** The file of its schema in `schemas/`. */
  readonly path: string;
  /** The schema that is worked on, self-contained. */
  readonly current: JsonSchema;
  readonly frozen: readonly FrozenVersion[];
}

/** The folder of a contract's versions, in `schemas/`. */
export const versionsFolder = ({ path }: Pick<Contract, 'path'>): string => `versions/${path.replace(/\.json$/, '')}`;

const namesIn = (subfolder: string): readonly string[] => {
  try {
    return readdirSync(new URL(`${subfolder}/`, schemasFolder));
  } catch {
    return [];
  }
};

const frozenOf = (contract: Contract): readonly FrozenVersion[] => {
  const subfolder = versionsFolder(contract);
  const numbers = namesIn(subfolder).map((file) => Number(/^([1-9]\d*)\.json$/.exec(file)?.[1]));
  return numbers
    .toSorted((a, b) => a - b)
    .map((version, index) => {
      if (version !== index + 1) throw new Error(`schemas/${subfolder}: the versions are not 1, 2, 3 …`);
      const path = `${subfolder}/${version}.json`;
      const schema: unknown = JSON.parse(readFileSync(new URL(path, schemasFolder), 'utf8'));
      if (!isObject(schema)) throw new TypeError(`schemas/${path} is not a JSON object`);
      return { version, path, schema };
    });
};

/** Every event with its versions, in the order of the catalogue. */
export const versionedEvents = (): readonly VersionedEvent[] =>
  eventContracts.flatMap((contract) => {
    const { event, path, schema } = contract;
    if (event === undefined) return [];
    return [{ ...event, path, current: resolved(schema, definitions), frozen: frozenOf(contract) }];
  });
