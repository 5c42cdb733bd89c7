// Options of `up`, checked before the set-up, the synthesis and any process: plain JavaScript, as bin/setup.mjs.
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

const kafkaVersion = /^\d+\.\d+\.\d+$/;

export const upFault = async ({ stage, port, kafka }) => {
  if (kafka !== undefined && !kafkaVersion.test(kafka))
    return `--kafka ${kafka} is no version of Kafka: give all three numbers, for instance 4.4.0`;
  if (stage !== undefined && !stageNames.includes(stage))
    return `there is no stage ${JSON.stringify(stage)}: name one of ${stageNames.join(', ')}`;
  if (port === undefined) return undefined;
  if (!/^\d{1,5}$/.test(`${port}`) || Number(port) < 1 || Number(port) > highestPort)
    return `--port ${port} is none: name one from 1 to ${highestPort}`;
  return portFault(Number(port));
};

const kafka = { kafka: { type: 'string' } };
const optionsOf = { up: { stage: { type: 'string' }, port: { type: 'string' }, ...kafka }, demo: kafka };

/** The options that the command line requests. None for other commands, and for what the command itself refuses. */
const requestedBy = ([command, ...args]) => {
  const options = optionsOf[command];
  if (options === undefined) return {};
  const { values } = parseArgs({ args, options, strict: false, allowPositionals: true });
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => name in options && typeof value === 'string'),
  );
};

/** As `upFault`, of a command line. */
export const commandLineFault = (args) => upFault(requestedBy(args));

/** The version of the nodes, where the command line requests another than the POM's: the set-up has to fetch it. */
export const kafkaVersionOf = (args) => requestedBy(args).kafka;
