import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { StageName } from '../config/stages.ts';
import type { DeployedState } from './deployed-state.ts';

const fileOf = (stage: StageName): string => fileURLToPath(new URL(`${stage}.json`, import.meta.url));

/** Whether the stage was ever deployed. */
export const hasRecord = (stage: StageName): boolean => existsSync(fileOf(stage));

/** The last deployed state of the stage; none before the first deployment. */
export const readRecord = (stage: StageName): DeployedState =>
  hasRecord(stage) ? JSON.parse(readFileSync(fileOf(stage), 'utf8')) : {};

export const writeRecord = (stage: StageName, state: DeployedState): void =>
  writeFileSync(fileOf(stage), `${JSON.stringify(state, null, 2)}\n`);
