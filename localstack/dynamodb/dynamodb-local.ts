import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { frugalJava } from '../processes/java-options.ts';
import { type OwnedProcess, spawnOwned } from '../processes/owned-process.ts';

export interface DynamoDbLocalOptions {
  /** Folder of DynamoDB Local's jars and native libraries. */
  readonly jars: string;
  /** Folder of the tables; in memory only when absent. */
  readonly dataFolder?: string;
  readonly port: number;
  readonly logFile: string;
}

const loopbackServer = fileURLToPath(new URL('loopback-server.rhino.js', import.meta.url));
const readyWithinMs = 180_000;
const pollMs = 50;

const frugal = frugalJava({ initialMb: 64, mostMb: 512, youngMb: 32 });

/**
 * Starts Amazon's DynamoDB Local as a process of its own and resolves when it answers. One database for all callers, whatever
 * their credentials. Killed, it loses no write that it answered: see `docs/adr/0047-tables-are-written-ahead.md`.
 *
 * @throws {Error} with the end of its log when it ends or does not answer in time.
 */
export const startDynamoDbLocal = async (options: DynamoDbLocalOptions): Promise<OwnedProcess> => {
  const { jars, dataFolder, port, logFile } = options;
  if (dataFolder !== undefined) await mkdir(dataFolder, { recursive: true });
  const database = spawnOwned({
    name: 'dynamodb',
    command: 'java',
    args: [
      ...frugal,
      `-Djava.library.path=${jars}`,
      '-cp',
      join(jars, '*'),
      'org.mozilla.javascript.tools.shell.Main',
      loopbackServer,
      ...['-port', String(port), '-sharedDb', '-disableTelemetry'],
      ...(dataFolder === undefined ? ['-inMemory'] : ['-dbPath', dataFolder]),
    ],
    stdio: { logFile },
  });
  let ended = false;
  void database.exited.then(() => {
    ended = true;
  });
  const deadline = Date.now() + readyWithinMs;
  while (!(await answers(port))) {
    if (!ended && Date.now() < deadline) await delay(pollMs);
    else {
      const problem = ended ? 'ended while starting' : 'does not answer';
      await database.stop();
      const log = await readFile(logFile, 'utf8').catch(() => '');
      throw new Error(`DynamoDB Local ${problem}. ${logFile}:\n${log.slice(-4_000)}`);
    }
  }
  return database;
};

/** Any answer proves that the server is up, also the error for an unsigned request. */
const answers = async (port: number): Promise<boolean> => {
  try {
    await (await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(2_000) })).arrayBuffer();
    return true;
  } catch {
    return false;
  }
};
