import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The state of a running platform for other commands: `platform.json` in its data folder, readable by its user alone. */
export interface PlatformState {
  readonly pid: number;
  readonly stage: string;
  readonly region: string;
  /** Base URL of the HTTP API, its stage included, ending with a slash. */
  readonly apiUrl: string;
  /** Empty where clients are users. */
  readonly apiKey: string;
  /** Access key of the IAM user that may call the operator's routes; new at every start. */
  readonly operator: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly endpoints: {
    readonly dynamodb: string;
    readonly lambda: string;
    readonly secrets: string;
    /** Comma-joined `host:port` of the brokers' SASL/SCRAM listeners. */
    readonly kafka: string;
    /** The platform's own control endpoint; requests carry `control.token` as a bearer token. */
    readonly control: string;
  };
  readonly control: { readonly token: string };
  /** Start link of the operator's console, with its token; new at every start. Absent without a console. */
  readonly console?: { readonly url: string };
  /** SCRAM credentials of the principal that owns the cluster. */
  readonly admin: { readonly username: string; readonly password: string };
  /** Outputs of all stacks by logical id. `ApiUrl` is the local address. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Process ids of the servers by name, as they were when the platform became ready. */
  readonly processes: Readonly<Record<string, number>>;
}

const stateFile = (dataFolder: string): string => join(dataFolder, 'platform.json');

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** The state of the platform that runs on this folder; undefined when none does, also after a crash. */
export const readPlatformState = async (dataFolder: string): Promise<PlatformState | undefined> => {
  const state = await readFileOf(dataFolder);
  return state !== undefined && isAlive(state.pid) ? state : undefined;
};

/** Names of servers of a crashed platform that have not ended yet: within seconds they will have. */
export const leftBehind = async (dataFolder: string): Promise<readonly string[]> => {
  const { processes = {} } = (await readFileOf(dataFolder)) ?? {};
  return Object.entries(processes).flatMap(([name, pid]) => (isAlive(pid) ? [name] : []));
};

const readFileOf = async (dataFolder: string): Promise<PlatformState | undefined> => {
  const text = await readFile(stateFile(dataFolder), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
  return text === undefined ? undefined : (JSON.parse(text) as PlatformState);
};

/** Replaces the file atomically, so that a reader never sees half of it. */
export const writePlatformState = async (dataFolder: string, state: PlatformState): Promise<void> => {
  const partial = `${stateFile(dataFolder)}.partial`;
  await writeFile(partial, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  await rename(partial, stateFile(dataFolder));
};

export const removePlatformState = (dataFolder: string): Promise<void> => rm(stateFile(dataFolder), { force: true });
