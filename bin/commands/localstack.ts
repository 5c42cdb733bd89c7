import { resolve } from 'node:path';
import { styleText } from 'node:util';
import { Command, Option } from 'commander';
import { startGuestInDocker } from '../../localstack/on-localstack/start-guest-in-docker.ts';
import type { PlatformState } from '../../localstack/platform-state.ts';
import { connectTo } from '../client/connection.ts';
import { placeFirstOrder } from '../first-order.ts';
import { addSampleCatalogue } from '../sample-catalogue.ts';
import { root } from '../setup.mjs';
import { interruptedExitCode, interruption } from './interruption.ts';

interface LocalStackOptions {
  readonly data: string;
  readonly exit: boolean;
}

const announce = ({ apiUrl, apiKey }: PlatformState, folder: string): void => {
  const lines = [
    '',
    styleText('bold', 'orderstream runs on LocalStack'),
    `  URL      ${apiUrl}`,
    `  API key  ${apiKey}`,
    `  Orders   npx orderstream place 85123A:2 --data ${folder}`,
    '',
    'Ctrl-C stops and removes everything.',
    '',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
};

const firstOrder = async (state: PlatformState, log: (line: string) => void): Promise<void> => {
  const connection = connectTo(state);
  try {
    log('a small sample catalogue');
    await addSampleCatalogue(connection);
    const { order_id, status } = await placeFirstOrder(connection.orders);
    log(`the first order, ${order_id}, is ${status}`);
  } finally {
    connection.close();
  }
};

const localStack = async ({ data, exit }: LocalStackOptions): Promise<void> => {
  const { stopRequested } = interruption();
  const ending = new AbortController();
  let interrupted = false;
  stopRequested.then((signal) => {
    interrupted = true;
    process.stderr.write(`\n${signal}: stopping …\n`);
    ending.abort();
  });
  const started = performance.now();
  const log = (line: string): void => {
    process.stderr.write(`${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);
  };
  const starting = startGuestInDocker({ root, workFolder: resolve(data), onProgress: log, signal: ending.signal });
  const guest = await starting.catch((error: unknown) => {
    // By then everything that was started is removed.
    if (interrupted) process.exit(interruptedExitCode);
    throw error;
  });
  let ready = false;
  try {
    ready = await Promise.race([firstOrder(guest.state, log).then(() => true), stopRequested.then(() => false)]);
    if (ready && !exit) {
      announce(guest.state, data);
      await stopRequested;
    }
  } finally {
    await guest.stop();
    process.stderr.write('stopped\n');
  }
  // A pending wait for the first order would keep the process alive.
  if (!ready) process.exit(interruptedExitCode);
};

export const localStackCommand = (): Command =>
  new Command('localstack')
    .description('run the platform on LocalStack and five Kafka nodes in Docker, until Ctrl-C')
    .addOption(
      new Option('--data <folder>', 'takes logs and what other commands are to know; emptied at the start').default(
        '.orderstream/localstack',
      ),
    )
    .option('--exit', 'stop once the first order is paid', false)
    .action(localStack);
