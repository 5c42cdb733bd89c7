import { expect, it } from 'vitest';
import { fromPs, readProcessMemory } from '../../../../localstack/lambda/process-memory.ts';

/** Above any process id a system gives out. */
const noProcess = 2 ** 22 + 1;

it.each([
  ['the system’s way', readProcessMemory],
  ['ps', fromPs],
])('reads the memory of living processes by %s', async (_, read) => {
  const memory = await read([process.pid, noProcess]);
  expect([...memory.keys()]).toEqual([process.pid]);
  expect(memory.get(process.pid)?.residentMb).toBeGreaterThan(10);
  expect(await read([])).toEqual(new Map());
});
