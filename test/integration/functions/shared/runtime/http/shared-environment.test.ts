import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../../../../support/eventually.ts';
import { startTestLambda, type TestLambda } from '../../../../../support/lambda-service.ts';

/** Answers after `?wait` milliseconds, with a counter of its own. */
const source = `
import { httpHandler } from '${resolve('functions/shared/runtime/http/http-handler.ts')}';
export const handler = httpHandler({
  'GET /orders': async (request) => {
    const wait = Number(request.query('wait'));
    await new Promise((done) => setTimeout(done, wait));
    return { statusCode: wait % 2 === 0 ? 200 : 404, headers: {}, body: String(wait), counts: { ['Waited' + wait]: 1 } };
  },
});`;

const event = (wait: number) => ({
  resource: '/orders',
  httpMethod: 'GET',
  path: '/orders',
  headers: {},
  multiValueHeaders: {},
  queryStringParameters: { wait: String(wait) },
  multiValueQueryStringParameters: { wait: [String(wait)] },
  requestContext: { requestId: `request-${wait}`, path: '/v1/orders', identity: {}, authorizer: {} },
});

let service: TestLambda;
let folder: string;
const lines: Record<string, unknown>[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shared-environment-'));
  service = await startTestLambda({
    onLog: (_, line) => {
      if (line.startsWith('{')) lines.push(JSON.parse(line));
    },
  });
});
afterAll(async () => {
  await service.close();
  await rm(folder, { recursive: true, force: true });
});

describe('HTTP requests that share an environment', () => {
  it('have each its own answer, log lines and metrics', async () => {
    const bundle = await build({
      stdin: { contents: source, resolveDir: process.cwd(), loader: 'ts' },
      bundle: true,
      platform: 'node',
      format: 'cjs',
      write: false,
    });
    await service.deploy(
      'http',
      { 'index.js': bundle.outputFiles[0]?.text ?? '' },
      {
        callsPerEnvironment: 64,
        environment: {
          AWS_LAMBDA_NODEJS_WORKER_COUNT: '1',
          POWERTOOLS_SERVICE_NAME: 'order',
          POWERTOOLS_METRICS_NAMESPACE: 'orderstream',
          POWERTOOLS_LOG_LEVEL: 'INFO',
          POWERTOOLS_TRACE_ENABLED: 'false',
        },
      },
    );
    const waits = [400, 301, 202, 103, 4];
    const answers = await Promise.all(
      waits.map(async (wait) => JSON.parse((await service.lambda.invoke('http', JSON.stringify(event(wait)))).payload)),
    );
    expect(answers.map(({ body }) => body)).toEqual(waits.map(String));
    expect(new Set((await service.lambda.statistics()).map(({ pid }) => pid)).size).toBe(1);

    const answersIn = () => lines.filter(({ message }) => message === 'Request answered');
    const countsIn = () => lines.filter((line) => '_aws' in line && 'Http2xx' in line !== 'Http4xx' in line);
    await eventually(
      'log line and metrics of every request',
      () => answersIn().length >= waits.length && countsIn().length >= waits.length,
    );
    const answered = answersIn();
    const counted = countsIn();
    expect(counted).toHaveLength(waits.length);
    expect(answered.map((line) => [line['correlation_id'], line['status']]).sort()).toEqual(
      waits.map((wait) => [`request-${wait}`, wait % 2 === 0 ? 200 : 404]).sort(),
    );
    expect(new Set(answered.map((line) => line['function_request_id'])).size).toBe(waits.length);
    for (const line of counted) {
      const [wait, ...others] = Object.keys(line).filter((name) => name.startsWith('Waited'));
      expect(others).toEqual([]);
      expect(line).toHaveProperty(Number(wait?.slice('Waited'.length)) % 2 === 0 ? 'Http2xx' : 'Http4xx', 1);
    }
  });
});
