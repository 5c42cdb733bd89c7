import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { FunctionBundles } from '../../lib/constructs/functions/function-bundles.ts';
import { functionNames } from '../../schemas/functions/functions.ts';
import { writeHandlerStubs } from '../support/handler-stubs.ts';

const folder = mkdtempSync(join(tmpdir(), 'orderstream-handlers-'));
const handlers = writeHandlerStubs(folder);
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const require = createRequire(import.meta.url);

describe('FunctionBundles', () => {
  const folders: string[] = [];
  const temporaryFolder = () => {
    const folder = mkdtempSync(join(tmpdir(), 'orderstream-bundles-'));
    folders.push(folder);
    return folder;
  };
  const assetHash = (bundles: FunctionBundles, name: string) => {
    const outdir = temporaryFolder();
    return bundles.code(name).bind(new Stack(new App({ outdir }), 'stack')).s3Location?.objectKey;
  };
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  it('makes one CommonJS file with the handler for every function', async () => {
    const output = temporaryFolder();
    new FunctionBundles({ handlers, names: functionNames, output }).code('order/saga');
    for (const name of functionNames) {
      expect(readdirSync(join(output, name))).toEqual(['index.cjs']);
      expect(await require(join(output, name, 'index.cjs')).handler()).toBe(name);
    }
  });

  it('takes stand-ins for two packages of the tracer', async () => {
    const [sources, output] = [temporaryFolder(), temporaryFolder()];
    mkdirSync(join(sources, 'order/saga'), { recursive: true });
    writeFileSync(
      join(sources, 'order/saga/saga.handler.ts'),
      `import { createNamespace } from 'cls-hooked/context';
       import { gte } from 'semver';
       export const handler = async () => [createNamespace('tracing').active, gte('24.0.0', '8.0.0')];`,
    );
    new FunctionBundles({ handlers: sources, names: ['order/saga'], output }).code('order/saga');
    expect(await require(join(output, 'order/saga/index.cjs')).handler()).toEqual([null, true]);
  });

  it('names the asset by its content', () => {
    const bundles = () => new FunctionBundles({ handlers, names: functionNames, output: temporaryFolder() });
    const saga = assetHash(bundles(), 'order/saga');
    expect(assetHash(bundles(), 'order/saga')).toBe(saga);
    expect(assetHash(bundles(), 'order/intake')).not.toBe(saga);
  });

  it('names the missing handlers and the folder', () => {
    const bundles = new FunctionBundles({ handlers, names: ['order/saga', 'order/none'], output: temporaryFolder() });
    expect(() => bundles.code('order/saga')).toThrow(
      `No handler for function order/none: ${join(handlers, 'order/none/none.handler.ts')} does not exist.`,
    );
  });
});
