import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Invocation } from '../../../../localstack/lambda/invoker.ts';
import { callFunction, startTestLambda, type TestLambda } from '../../../support/lambda-service.ts';

let service: TestLambda;
beforeAll(async () => {
  service = await startTestLambda();
});
afterAll(() => service.close());

const errorOf = ({ functionError, payload }: Invocation): Record<string, unknown> => ({
  functionError,
  ...JSON.parse(payload),
});

/** Performs the event's action, and answers its process and count of calls otherwise. */
const obedient = `
let calls = 0;
const kept = [];
exports.handler = async ({ action }) => {
  calls += 1;
  if (action === 'hang') await new Promise((resolve) => setTimeout(resolve, 60_000));
  if (action === 'spin') while (true);
  if (action === 'exit') process.exit(7);
  if (action === 'leave') process.exit(0);
  if (action === 'stall') await new Promise(() => {});
  if (action === 'throw') throw new TypeError('no such sku');
  if (action === 'reject later') setTimeout(() => Promise.reject(new Error('unawaited')), 0);
  if (action === 'reject later') await new Promise((resolve) => setTimeout(resolve, 60_000));
  if (action === 'allocate') for (let i = 0; i < 100; i += 1) {
    kept.push(Buffer.alloc(32 * 1024 * 1024, 1));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { pid: process.pid, calls };
};`;

describe('a call that fails', () => {
  it('with an exception has the error and keeps the environment', async () => {
    await service.deploy('throwing', { 'index.js': obedient });
    expect(errorOf(await service.lambda.invoke('throwing', '{"action":"throw"}'))).toEqual({
      functionError: 'Unhandled',
      errorType: 'TypeError',
      errorMessage: 'no such sku',
      trace: expect.arrayContaining(['TypeError: no such sku']),
    });
    expect((await callFunction(service.lambda, 'throwing'))['calls']).toBe(2);
  });

  it('with an exception of any size and script has the whole error', async () => {
    const throwing =
      "exports.handler = async ({ text }) => { throw Object.assign(new Error(text), { name: 'Größe' }); }";
    await service.deploy('verbose', { 'index.js': throwing });
    const text = '在庫なし'.repeat(10_000);
    expect(errorOf(await service.lambda.invoke('verbose', JSON.stringify({ text })))).toMatchObject({
      errorType: 'Größe',
      errorMessage: text,
    });
  });

  it.each(['hang', 'spin'])('by a timeout (%s) is ended on time, and its process replaced', async (action) => {
    const name = `timeout-${action}`;
    await service.deploy(name, { 'index.js': obedient }, { timeoutSeconds: 1 });
    const { pid } = await callFunction(service.lambda, name);
    const invocation = await service.lambda.invoke(name, JSON.stringify({ action }));
    expect(errorOf(invocation)).toEqual({
      functionError: 'Unhandled',
      errorType: 'Sandbox.Timedout',
      errorMessage: `RequestId: ${invocation.requestId} Error: Task timed out after 1.00 seconds`,
    });
    const next = await callFunction(service.lambda, name);
    expect(next['calls']).toBe(1);
    await vi.waitFor(() => expect(() => process.kill(Number(pid), 0)).toThrow('ESRCH'), 5000);
    const log = await service.log(name);
    expect(log).toMatch(
      new RegExp(`\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z ${invocation.requestId} Task timed out after 1.00 seconds\n`),
    );
    expect(log).toContain('\tStatus: timeout');
  });

  it.each([
    ['exit', 'Runtime exited with error: exit status 7'],
    ['leave', 'Runtime exited without providing a reason'],
    ['reject later', 'Runtime exited with error: exit status 1'],
  ])('by a crash (%s) reports how the runtime ended, and its process is replaced', async (action, text) => {
    const name = `crash-${action.replaceAll(' ', '-')}`;
    await service.deploy(name, { 'index.js': obedient });
    const invocation = await service.lambda.invoke(name, JSON.stringify({ action }));
    expect(errorOf(invocation)).toEqual({
      functionError: 'Unhandled',
      errorType: 'Runtime.ExitError',
      errorMessage: `RequestId: ${invocation.requestId} Error: ${text}`,
    });
    expect((await callFunction(service.lambda, name))['calls']).toBe(1);
    expect(await service.log(name)).toMatch(/REPORT .*\tStatus: error\tError Type: Runtime\.ExitError\n/);
  });

  it('by too much memory is killed', async () => {
    await service.deploy('greedy', { 'index.js': obedient }, { memoryMb: 192 });
    const invocation = await service.lambda.invoke('greedy', '{"action":"allocate"}');
    expect(errorOf(invocation)).toEqual({
      functionError: 'Unhandled',
      errorType: 'Runtime.OutOfMemory',
      errorMessage: `RequestId: ${invocation.requestId} Error: Runtime exited with error: signal: killed`,
    });
    expect(service.reports.find(({ requestId }) => requestId === invocation.requestId)?.maxMemoryMb).toBeGreaterThan(
      192,
    );
    expect((await callFunction(service.lambda, 'greedy'))['calls']).toBe(1);
  });

  it('because its processes were killed is reported, and the next call gets a new one', async () => {
    await service.deploy('killed', { 'index.js': obedient });
    const idle = service.lambda.invoke('killed', '{}');
    const running = service.lambda.invoke('killed', '{"action":"hang"}');
    await idle;
    await vi.waitFor(async () => expect(await service.log('killed')).toMatch(/START[\s\S]*START/), 10_000);
    expect(service.lambda.killEnvironments('killed')).toBe(1);
    expect(errorOf(await running)).toMatchObject({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringMatching(/Runtime exited with error: signal: killed$/),
    });
    expect((await callFunction(service.lambda, 'killed'))['calls']).toBe(1);
  });
});

describe('a function whose initialisation fails', () => {
  it.each([
    ['throws', { 'index.js': "throw new RangeError('no configuration')" }, 'RangeError', 'no configuration'],
    ['misses-module', { 'index.js': "require('./not-there')" }, 'Runtime.ImportModuleError', 'not-there'],
    ['misses-file', { 'other.js': '' }, 'Runtime.ImportModuleError', "Cannot find module 'index'"],
    ['misses-handler', { 'index.js': 'exports.run = 1' }, 'Runtime.HandlerNotFound', 'index.handler is undefined'],
    ['misspells', { 'index.js': 'exports.handler = async (' }, 'Runtime.UserCodeSyntaxError', 'SyntaxError'],
    ['exits', { 'index.js': 'process.exit(3)' }, 'Runtime.ExitError', 'Runtime exited with error: exit status 3'],
  ])('(%s) answers with the reason, every time', async (name, files, errorType, message) => {
    await service.deploy(name, files);
    for (const _ of [1, 2]) {
      expect(errorOf(await service.lambda.invoke(name, '{}'))).toMatchObject({
        functionError: 'Unhandled',
        errorType,
        errorMessage: expect.stringContaining(message),
      });
    }
    expect(await service.log(name)).toContain(`Phase: init\tStatus: error\tError Type: ${errorType}`);
    expect(await service.lambda.statistics()).not.toContainEqual(expect.objectContaining({ functionName: name }));
  });

  it('by taking too long is ended', async () => {
    const impatient = await startTestLambda({ initTimeoutMs: 500 });
    try {
      await impatient.deploy('slow-init', { 'index.js': 'while (true);' });
      const invocation = await impatient.lambda.invoke('slow-init', '{}');
      expect(errorOf(invocation)).toMatchObject({ errorType: 'Sandbox.Timedout' });
      expect(await impatient.log('slow-init')).toContain('Phase: init\tStatus: timeout');
    } finally {
      await impatient.close();
    }
  });
});

describe('payloads', () => {
  const sized = 'exports.handler = async ({ padding, bytes }) => "x".repeat(bytes ?? padding.length)';

  it('of just under 6 MB go in and out', async () => {
    await service.deploy('sized', { 'index.js': sized }, { memoryMb: 512 });
    const bytes = 6 * 1024 * 1024 - 100;
    const { payload } = await service.lambda.invoke('sized', JSON.stringify({ padding: 'x'.repeat(bytes) }));
    expect(payload.length).toBe(bytes + 2);
  });

  it('above are refused on the way in, and fail the call on the way out; the environment lives on', async () => {
    await service.deploy('oversized', { 'index.js': sized }, { memoryMb: 512 });
    const tooLarge = JSON.stringify({ padding: 'x'.repeat(6 * 1024 * 1024) });
    await expect(service.lambda.invoke('oversized', tooLarge)).rejects.toMatchObject({
      name: 'RequestTooLargeException',
    });
    expect(errorOf(await service.lambda.invoke('oversized', '{"bytes":6291555}'))).toMatchObject({
      functionError: 'Unhandled',
      errorType: 'Function.ResponseSizeTooLarge',
    });
    expect((await service.lambda.invoke('oversized', '{"bytes":1}')).payload).toBe('"x"');
    expect(service.reports.filter(({ functionName, initMs }) => functionName === 'oversized' && initMs)).toHaveLength(
      1,
    );
  });
});

describe('a caller that aborts', () => {
  it('gets its reason while the function runs on', async () => {
    const slow = `exports.handler = async () => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      console.log('carried through');
    };`;
    await service.deploy('abandoned', { 'index.js': slow });
    const controller = new AbortController();
    const call = service.lambda.invoke('abandoned', '{}', { signal: controller.signal });
    controller.abort(new Error('integration timeout'));
    await expect(call).rejects.toThrow('integration timeout');
    await vi.waitFor(async () => expect(await service.log('abandoned')).toMatch(/carried through[\s\S]*END/), 10_000);
  });

  it('before the call does not make it', async () => {
    await service.deploy('never', { 'index.js': 'exports.handler = async () => 1' });
    const signal = AbortSignal.abort(new Error('too late'));
    await expect(service.lambda.invoke('never', '{}', { signal })).rejects.toThrow('too late');
    expect(service.reports.some(({ functionName }) => functionName === 'never')).toBe(false);
  });
});
