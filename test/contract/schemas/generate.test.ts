import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventContracts } from '../../../schemas/contracts.ts';

const repository = fileURLToPath(new URL('../../../', import.meta.url));
const generate = (...options: readonly string[]) =>
  spawnSync(process.execPath, ['schemas/generate.ts', ...options], { cwd: repository, encoding: 'utf8' });

describe('generated types and validators', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'contracts-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are what the schemas render to', () => {
    expect(generate('--check')).toMatchObject({ status: 0, stderr: '' });
  });

  it('are reported by name when one drifts', () => {
    expect(generate(folder).status).toBe(0);
    expect(generate('--check', folder).status).toBe(0);
    appendFileSync(join(folder, 'types.ts'), '\n');
    rmSync(join(folder, 'validators.js'));
    const { status, stderr } = generate('--check', folder);
    expect(status).toBe(1);
    expect(stderr).toContain('types.ts');
    expect(stderr).toContain('validators.js');
    expect(stderr).not.toContain('validators.d.ts');
  });

  it('name no host and no folder of a machine', () => {
    for (const file of ['types.ts', 'versions.ts', 'validators.js', 'validators.d.ts']) {
      const text = readFileSync(join(repository, 'schemas/generated', file), 'utf8');
      expect(text.replaceAll('http://json-schema.org/', '')).not.toMatch(/https?:\/\//);
      expect(text).not.toContain(repository);
      expect(text).not.toContain(homedir());
    }
  });

  it('leave validators that are not used out of a bundle', async () => {
    const sizeOf = async (contents: string): Promise<number> => {
      const { outputFiles } = await build({
        stdin: { contents, resolveDir: join(repository, 'schemas/generated') },
        bundle: true,
        minify: true,
        write: false,
        format: 'cjs',
      });
      return outputFiles[0]?.contents.length ?? Number.NaN;
    };
    const one = await sizeOf(`import { validateReserve } from './validators.js'; console.log(validateReserve);`);
    const all = await sizeOf(`import { validateEvent } from './validators.js'; console.log(validateEvent);`);
    expect(one).toBeLessThan(20_000);
    expect(all).toBeLessThan(8_000 * eventContracts.length);
    expect(one).toBeLessThan(all / 4);
  });
});
