import { createConnection } from 'node:net';
import { freePort } from '../../localstack/kafka/free-port.ts';
import { spawnOwned } from '../../localstack/processes/owned-process.ts';
import { eventually } from './eventually.ts';
import { goTool, whyNotGoTool } from './go-tool.ts';

const tool = { name: 'stripe-mock', source: 'github.com/stripe/stripe-mock', version: 'v0.203.0' };

/** The reason why Stripe's own mock cannot run here; undefined if it can. */
export const whyNoStripeMock: string | undefined = whyNotGoTool(tool);

const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

export interface StripeMock {
  readonly at: { readonly protocol: 'http'; readonly host: string; readonly port: number };
  stop(): Promise<void>;
}

/** Starts the server that Stripe publishes: it checks every request against the specification of its API. */
export const startStripeMock = async (): Promise<StripeMock> => {
  const binary = await goTool(tool);
  const port = await freePort(new Set());
  const mock = spawnOwned({
    name: 'stripe-mock',
    command: binary,
    args: ['-http-addr', `127.0.0.1:${port}`],
    env: {},
  });
  await eventually('stripe-mock to listen', () => isListening(port));
  return { at: { protocol: 'http', host: '127.0.0.1', port }, stop: () => mock.stop() };
};
