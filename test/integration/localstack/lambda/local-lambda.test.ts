import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { FunctionNotFoundError, ThrottledError } from '../../../../localstack/lambda/invoker.ts';
import { callFunction, startTestLambda, type TestLambda } from '../../../support/lambda-service.ts';

let service: TestLambda;
beforeAll(async () => {
  service = await startTestLambda({ environment: { AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:1' } });
});
afterAll(() => service.close());

/** Answers with the process it ran in and how often that was called; `waitMs` keeps it busy. */
const counting = `
let calls = 0;
exports.handler = async ({ waitMs = 0 }) => {
  calls += 1;
  await new Promise((resolve) => setTimeout(resolve, waitMs));
  return { pid: process.pid, calls };
};`;

describe('execution environments', () => {
  it('are used again, and initialise once', async () => {
    await service.deploy('warm', { 'index.js': counting });
    const first = await callFunction(service.lambda, 'warm', { waitMs: 700 });
    const second = await callFunction(service.lambda, 'warm');
    expect(second).toEqual({ pid: first['pid'], calls: 2 });
    const [cold, warm] = service.reports.filter(({ functionName }) => functionName === 'warm');
    expect(cold?.initMs).toBeGreaterThan(0);
    expect(cold?.maxMemoryMb).toBeGreaterThan(0);
    expect(warm?.initMs).toBeUndefined();
  });

  it('run side by side, one process for each call in progress', async () => {
    await service.deploy('parallel', { 'index.js': counting });
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => callFunction(service.lambda, 'parallel', { waitMs: 300 })),
    );
    expect(new Set(answers.map(({ pid }) => pid)).size).toBe(5);
    const environments = (await service.lambda.statistics()).filter(({ functionName }) => functionName === 'parallel');
    expect(environments.map(({ pid }) => pid).sort()).toEqual(answers.map(({ pid }) => pid).sort());
    expect(environments.every(({ residentMb }) => residentMb > 10)).toBe(true);
  });

  it('are no more than the reserved concurrency; a call too many is throttled and not made', async () => {
    await service.deploy('narrow', { 'index.js': counting }, { reservedConcurrency: 2 });
    const running = [1, 2].map(() => callFunction(service.lambda, 'narrow', { waitMs: 500 }));
    await expect(service.lambda.invoke('narrow', '{}')).rejects.toThrow(ThrottledError);
    await Promise.all(running);
    expect((await callFunction(service.lambda, 'narrow'))['calls']).toBe(2);
  });

  it('are ended once they have been idle for long enough', async () => {
    const shortLived = await startTestLambda({ idleMs: 50 });
    try {
      await shortLived.deploy('idle', { 'index.js': counting });
      const { pid } = await callFunction(shortLived.lambda, 'idle');
      await vi.waitFor(async () => expect(await shortLived.lambda.statistics()).toEqual([]), 10_000);
      const next = await callFunction(shortLived.lambda, 'idle');
      expect(next).toEqual({ pid: expect.not.toBeOneOf([pid]), calls: 1 });
    } finally {
      await shortLived.close();
    }
  });

  it('are all gone after shutdown, also those in the middle of a call', async () => {
    const ending = await startTestLambda();
    await ending.deploy('ending', { 'index.js': counting });
    const pids = [Number((await callFunction(ending.lambda, 'ending'))['pid'])];
    const running = ending.lambda.invoke('ending', '{"waitMs":60000}');
    await ending.close();
    expect((await running).functionError).toBe('Unhandled');
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    await expect(ending.lambda.invoke('ending', '{}')).rejects.toThrow('shutting down');
  });

  it('wait for their turn at the platform’s own limit, where it is configured so', async () => {
    const patient = await startTestLambda({ unreservedConcurrency: 1, atUnreservedLimit: 'wait' });
    try {
      await patient.deploy('patient', { 'index.js': counting });
      const answers = await Promise.all([1, 2, 3].map(() => callFunction(patient.lambda, 'patient')));
      expect(answers.map(({ calls }) => calls)).toEqual([1, 2, 3]);
    } finally {
      await patient.close();
    }
  });
});

describe('environments on Managed Instances', () => {
  const shared = { callsPerEnvironment: 4, environment: { AWS_LAMBDA_NODEJS_WORKER_COUNT: '1' } } as const;
  const slow = `
  exports.handler = async ({ waitMs = 0 }, context) => {
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    console.log('done ' + waitMs);
    return { pid: process.pid, id: context.awsRequestId, initialised: process.env.AWS_LAMBDA_INITIALIZATION_TYPE };
  };`;

  it('take several calls at a time, each with its own answer, and a further environment when they are full', async () => {
    await service.deploy('shared', { 'index.js': slow }, shared);
    const waits = [800, 700, 600, 500, 400];
    const invocations = await Promise.all(
      waits.map(async (waitMs) => {
        const { requestId, payload } = await service.lambda.invoke('shared', JSON.stringify({ waitMs }));
        return { requestId, ...JSON.parse(payload) };
      }),
    );
    for (const { requestId, id } of invocations) expect(id).toBe(requestId);
    const byProcess = Map.groupBy(invocations, ({ pid }) => pid);
    expect([...byProcess.values()].map(({ length }) => length).sort()).toEqual([1, 4]);
    expect(invocations[0].initialised).toBe('lambda-managed-instances');
  });

  it('outlive a call that times out: only that call fails', async () => {
    await service.deploy('shared-slow', { 'index.js': slow }, { ...shared, timeoutSeconds: 1 });
    const warm = await callFunction(service.lambda, 'shared-slow');
    const [late, other] = await Promise.all([
      service.lambda.invoke('shared-slow', '{"waitMs":3000}'),
      callFunction(service.lambda, 'shared-slow', { waitMs: 300 }),
    ]);
    expect(late.functionError).toBe('Unhandled');
    expect(JSON.parse(late.payload)).toMatchObject({ errorType: 'Sandbox.Timedout' });
    expect(other['pid']).toBe(warm['pid']);
    expect((await callFunction(service.lambda, 'shared-slow'))['pid']).toBe(warm['pid']);
  });

  it('fail all of their calls when the process dies', async () => {
    const mortal = `exports.handler = async ({ die, waitMs = 0 }) => {
      if (die) process.kill(process.pid, 'SIGKILL');
      await new Promise((resolve) => setTimeout(resolve, waitMs));
      return { pid: process.pid };
    };`;
    await service.deploy('shared-mortal', { 'index.js': mortal }, shared);
    const { pid } = await callFunction(service.lambda, 'shared-mortal');
    const [waiting, dying] = await Promise.all([
      service.lambda.invoke('shared-mortal', '{"waitMs":5000}'),
      service.lambda.invoke('shared-mortal', '{"die":true}'),
    ]);
    for (const { functionError, payload } of [waiting, dying]) {
      expect(functionError).toBe('Unhandled');
      expect(JSON.parse(payload)).toMatchObject({ errorType: 'Runtime.ExitError' });
    }
    expect((await callFunction(service.lambda, 'shared-mortal'))['pid']).not.toBe(pid);
  });
});

describe('a function', () => {
  it('gets environment, context and trace as on AWS', async () => {
    const echo = `exports.handler = async (event, context) => ({
      event, env: process.env, remainingMs: context.getRemainingTimeInMillis(),
      context: { ...context }, cwd: process.cwd(), argv: process.argv.length,
    });`;
    const arn = await service.deploy('echo', { 'index.js': echo }, { environment: { ORDERS_TABLE: 'Orders' } });
    const traceId = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';
    const { requestId, payload } = await service.lambda.invoke(arn, '{"sku":"é"}', { traceId });
    const answer = JSON.parse(payload);
    expect(answer.event).toEqual({ sku: 'é' });
    expect(answer.env).toMatchObject({
      ORDERS_TABLE: 'Orders',
      AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:1',
      AWS_ENDPOINT_URL_LAMBDA: service.url,
      AWS_LAMBDA_FUNCTION_NAME: 'echo',
      _X_AMZN_TRACE_ID: traceId,
    });
    expect(answer.env).not.toHaveProperty('HOME');
    expect(answer.cwd).toBe(answer.env.LAMBDA_TASK_ROOT);
    expect(answer.remainingMs).toBeGreaterThan(15_000);
    expect(answer.remainingMs).toBeLessThanOrEqual(20_000);
    expect(answer.context).toMatchObject({
      awsRequestId: requestId,
      invokedFunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:echo',
      functionName: 'echo',
      memoryLimitInMB: '256',
    });
  });

  it('is a bundle of either module system, as esbuild wrote it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bundle-'));
    await writeFile(join(folder, 'source.ts'), 'export const handler = async (n: number) => ({ twice: n * 2 });');
    for (const [format, file] of [
      ['cjs', 'index.js'],
      ['esm', 'index.mjs'],
    ] as const) {
      const { outputFiles } = await build({
        entryPoints: [join(folder, 'source.ts')],
        bundle: true,
        minify: true,
        platform: 'node',
        format,
        write: false,
      });
      await service.deploy(`bundle-${format}`, { [file]: outputFiles[0]?.text ?? '' });
      expect(await callFunction(service.lambda, `bundle-${format}`, 21)).toEqual({ twice: 42 });
    }
    await rm(folder, { recursive: true });
  });

  it('may take its handler from a nested file and respects NODE_OPTIONS', async () => {
    await service.deploy(
      'nested',
      { 'src/app.js': 'exports.run = async () => ({ title: process.title, options: process.execArgv })' },
      { handler: 'src/app.run', environment: { NODE_OPTIONS: '--title=from-node-options' } },
    );
    expect(await callFunction(service.lambda, 'nested')).toMatchObject({ title: 'from-node-options' });
  });

  it('that returns nothing answers null', async () => {
    await service.deploy('void', { 'index.js': 'exports.handler = async () => {}' });
    expect((await service.lambda.invoke('void', '{}')).payload).toBe('null');
  });

  it('is found by name, version and alias', async () => {
    const arn = await service.deploy('versioned', { 'index.js': counting });
    const target = service.lambda.getFunction('versioned');
    expect(target.publishVersion()).toBe('1');
    target.putAlias('live', '1');
    for (const reference of ['versioned', 'versioned:1', `${arn}:live`]) {
      expect((await service.lambda.invoke(reference, '{}')).functionError).toBeUndefined();
    }
    await expect(service.lambda.invoke('versioned:2', '{}')).rejects.toThrow(FunctionNotFoundError);
    await expect(service.lambda.invoke('absent', '{}')).rejects.toThrow(
      'Function not found: arn:aws:lambda:eu-west-1:000000000000:function:absent:$LATEST',
    );
  });

  it('is deployed once', async () => {
    await service.deploy('twice', { 'index.js': counting });
    await expect(service.deploy('twice', { 'index.js': counting })).rejects.toThrow('already exists: twice');
  });
});
