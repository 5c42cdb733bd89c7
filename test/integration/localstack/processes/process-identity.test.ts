import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { processIdentity } from '../../../../localstack/processes/process-identity.ts';
import { eventually } from '../../../support/eventually.ts';

test('a process keeps its identity while it lives', async () => {
  const child = spawn(process.execPath, ['--eval', 'setInterval(() => undefined, 1000)']);
  const identity = processIdentity(child.pid ?? 0);
  expect(identity).toBeDefined();
  expect(identity).not.toBe(processIdentity(process.pid));
  expect(processIdentity(child.pid ?? 0)).toBe(identity);

  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(processIdentity(child.pid ?? 0)).toBeUndefined();
});

test('a zombie has none: nobody can end it any more', async () => {
  // `sleep` takes the shell's place and never asks for the end of the shell's child.
  const parent = spawn('sh', ['-c', 'true & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(parent.stdout, 'data');
  const zombie = Number(String(line));
  await eventually('the child to end', () => processIdentity(zombie) === undefined);
  expect(() => process.kill(zombie, 0)).not.toThrow();
  parent.kill('SIGKILL');
});
