import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

const npmTest = (...args: readonly string[]) =>
  spawnSync(process.execPath, ['test/run.ts', ...args], { encoding: 'utf8', timeout: 60_000 });

describe('npm test', () => {
  it('explains itself', () => {
    for (const option of ['--help', '-h']) {
      const { status, stdout } = npmTest(option);
      expect(status).toBe(0);
      expect(stdout).toContain('Usage: npm test');
      for (const tier of ['check', 'unit', 'e2e', 'localstack']) expect(stdout).toContain(tier);
    }
  }, 120_000);

  it.each([
    ['--nope', "Unknown option '--nope'"],
    ['unitt', 'unknown: unitt. Choose from: check, unit,'],
  ])(
    'ends with 2 on %s, before it runs anything',
    (argument, error) => {
      const { status, stdout, stderr } = npmTest(argument);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toContain(error);
    },
    60_000,
  );
});
