// What `up` is asked for, checked before the set-up, the synthesis and any process: plain JavaScript, as bin/setup.mjs.
import { createServer } from 'node:net';
import { parseArgs } from 'node:util';
import { stageNames } from '../lib/config/stage-names.mjs';

const loopback = '127.0.0.1';
const highestPort = 65_535;

const causes = {
  EADDRINUSE: 'is in use: end what uses it, name another, or leave --port out for one that is free',
  EACCES: 'may not be used without more rights: name one from 1024 on',
};

/** @returns {Promise<string | undefined>} why nothing can listen on the port. */
const portFault = (port) =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', ({ code, message }) =>
      resolve(`port ${port} ${causes[code] ?? `cannot be used: ${message}`}`),
    );
    server.listen(port, loopback, () => server.close(() => resolve(undefined)));
  });

export const upFault = async ({ stage, port }) => {
  if (stage !== undefined && !stageNames.includes(stage))
    return `there is no stage ${JSON.stringify(stage)}: name one of ${stageNames.join(', ')}`;
  if (port === undefined) return undefined;
  if (!/^\d{1,5}$/.test(`${port}`) || Number(port) < 1 || Number(port) > highestPort)
    return `--port ${port} is none: name one from 1 to ${highestPort}`;
  return portFault(Number(port));
};

const options = { stage: { type: 'string' }, port: { type: 'string' } };

/** As `upFault`, of a command line. Of other commands, and of what the command itself refuses, nothing is said. */
export const commandLineFault = async (args) => {
  if (args[0] !== 'up') return undefined;
  const { values } = parseArgs({ args: args.slice(1), options, strict: false, allowPositionals: true });
  const given = Object.entries(values).filter(([name, value]) => name in options && typeof value === 'string');
  return upFault(Object.fromEntries(given));
};
