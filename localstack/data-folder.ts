import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { lockFolder, type Unlock } from './folder-lock.ts';
import { leftBehind, removePlatformState } from './platform-state.ts';

/** The layout of a platform's data folder. */
export interface DataFolder {
  readonly path: string;
  readonly kafka: string;
  readonly dynamodb: string;
  /** The unpacked functions. */
  readonly functions: string;
  readonly logs: string;
  /** Generated keys and passwords. */
  readonly stateFile: string;
  readonly unlock: Unlock;
}

/** The reaper ends what a killed platform leaves behind within this time. */
const leftBehindMs = 15_000;
const pollMs = 100;

/**
 * Locks the folder for this process; `fresh` empties it of a platform's data, and of nothing else.
 * @throws {Error} another platform runs on it.
 */
export const openDataFolder = async (path: string, fresh: boolean): Promise<DataFolder> => {
  await mkdir(path, { recursive: true, mode: 0o700 });
  const unlock = lockFolder(path);
  const folder: DataFolder = {
    path,
    kafka: join(path, 'kafka'),
    dynamodb: join(path, 'dynamodb'),
    functions: join(path, 'functions'),
    logs: join(path, 'logs'),
    stateFile: join(path, 'state.json'),
    unlock,
  };
  try {
    await untilNothingIsLeftBehind(path);
    const { kafka, dynamodb, functions, logs, stateFile } = folder;
    const outdated = fresh ? [kafka, dynamodb, functions, logs, stateFile] : [functions];
    for (const old of outdated) await rm(old, { recursive: true, force: true });
    await mkdir(logs, { recursive: true });
    return folder;
  } catch (error) {
    unlock();
    throw error;
  }
};

const untilNothingIsLeftBehind = async (path: string): Promise<void> => {
  const deadline = Date.now() + leftBehindMs;
  while ((await leftBehind(path)).length > 0 && Date.now() < deadline) await delay(pollMs);
  await removePlatformState(path);
};
