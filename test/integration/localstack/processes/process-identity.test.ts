import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
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

test('a zombie has none: no signal can end it any more', async () => {
  // `cat` takes the shell's place, which its answer proves, and never reaps the shell's child.
  const parent = spawn('sh', ['-c', 'cat <&3 & echo $!; exec cat 3<&-'], {
    stdio: ['pipe', 'pipe', 'inherit', 'pipe'],
  });
  const { stdin, stdout } = parent as typeof parent & { stdin: Writable; stdout: Readable };
  const lines = createInterface({ input: stdout });
  const [line] = await once(lines, 'line');
  const zombie = Number(line);
  stdin.write('up\n');
  await once(lines, 'line');
  expect(processIdentity(zombie)).toBeDefined();

  parent.stdio[3]?.destroy();
  await eventually('the child to end', () => processIdentity(zombie) === undefined);
  expect(() => process.kill(zombie, 0)).not.toThrow();
  parent.kill('SIGKILL');
});
