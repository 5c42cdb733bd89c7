import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fingerprint } from '../../../../localstack/template/fingerprint.ts';

describe('the fingerprint of sources', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fingerprint-'));
    mkdirSync(join(folder, 'lib', 'stacks'), { recursive: true });
    writeFileSync(join(folder, 'lib', 'stacks', 'data.ts'), 'data');
    writeFileSync(join(folder, 'cdk.json'), '{}');
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const taken = (more: unknown = {}): Promise<string> => fingerprint(folder, ['lib', 'cdk.json', 'missing'], more);

  it('is the same for the same files', async () => {
    writeFileSync(join(folder, 'README.md'), 'not an input');
    expect(await taken()).toBe(await taken());
  });

  it.each<[change: string, make: () => void]>([
    ['content', () => writeFileSync(join(folder, 'lib', 'stacks', 'data.ts'), 'Data')],
    ['new file', () => writeFileSync(join(folder, 'lib', 'api.ts'), '')],
    ['missing input that appears', () => writeFileSync(join(folder, 'missing'), '')],
    ['file that is gone', () => rmSync(join(folder, 'cdk.json'))],
  ])('changes with a %s', async (_change, make) => {
    const before = await taken();
    make();
    expect(await taken()).not.toBe(before);
  });

  it('changes with what else the result depends on', async () => {
    expect(await taken({ stage: 'dev' })).not.toBe(await taken({ stage: 'prod' }));
  });
});
