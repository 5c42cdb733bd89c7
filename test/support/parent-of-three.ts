/** A program for tests: starts a meek, a stubborn and a paused child, prints their process ids as JSON, and waits. */
import { spawnOwned } from '../../localstack/processes/owned-process.ts';

const forever = 'setInterval(() => undefined, 1000); console.log("up");';

const start = async (name: string, source: string) => {
  const up = Promise.withResolvers<void>();
  const child = spawnOwned({
    name,
    command: process.execPath,
    args: ['--eval', source],
    stdio: { onStdout: () => up.resolve() },
  });
  await up.promise;
  return child;
};

const meek = await start('meek', forever);
const stubborn = await start('stubborn', `process.on('SIGTERM', () => undefined); ${forever}`);
const paused = await start('paused', forever);
paused.pause();

console.log(JSON.stringify({ meek: meek.pid, stubborn: stubborn.pid, paused: paused.pid }));
