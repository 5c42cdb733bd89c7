import { expect, it } from 'vitest';
import { fromPs, readMemoryTogether, readProcessMemory } from '../../../../localstack/lambda/process-memory.ts';

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

it('counts what processes share once, and the dead not at all', async () => {
  const resident = (await readProcessMemory([process.pid])).get(process.pid)?.residentMb ?? 0;
  const together = await readMemoryTogether([process.pid, noProcess]);
  expect(together).toBeGreaterThan(0.2 * resident);
  expect(together).toBeLessThan(1.5 * resident);
});
