import { versionedEvents } from './evolution/versions.ts';

const header = '/* Generated from schemas/ by `node schemas/generate.ts`; do not edit. */';

/** Source of `generated/versions.ts`: the newest version of every event's schema. */
export const generateVersions = (): string => {
  const entries = versionedEvents().map(({ type, frozen }) => `  ${type}: ${frozen.length},\n`);
  return `${header}

import type { EventType } from './types.ts';

/** The version of its schema that an event made today has, by type. */
export const schemaVersions: Readonly<Record<EventType, number>> = {
${entries.join('')}};
`;
};
