import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lambdaResources } from '../../../../localstack/lambda/resources.ts';
import type { CreatedResource } from '../../../../localstack/template/resource-provider.ts';
import { callFunction, startTestLambda, type TestLambda } from '../../../support/lambda-service.ts';

let service: TestLambda;
let asset: string;
beforeAll(async () => {
  service = await startTestLambda();
  asset = await mkdtemp(join(tmpdir(), 'asset-'));
  await writeFile(join(asset, 'index.js'), 'exports.handler = async () => ({ table: process.env.ORDERS_TABLE })');
});
afterAll(async () => {
  await service.close();
  await rm(asset, { recursive: true });
});

const create = (type: string, logicalId: string, properties: Record<string, unknown>): Promise<CreatedResource> => {
  const context = { stack: 'services', logicalId, type, accountId: '000000000000', region: 'eu-west-1' };
  const assets: Readonly<Record<string, string>> = { 'abc.zip': asset };
  const providers = lambdaResources({
    lambda: service.lambda,
    codeFolder: (code) => assets[(code as { readonly S3Key: string }).S3Key] ?? '',
  });
  const provider = providers[type];
  if (provider === undefined) throw new Error(`no provider of ${type}`);
  return provider(properties, context);
};

it('creates a function with a version and an alias, as a template declares them', async () => {
  const created = await create('AWS::Lambda::Function', 'Intake', {
    Code: { S3Bucket: 'assets', S3Key: 'abc.zip' },
    Handler: 'index.handler',
    Runtime: 'nodejs24.x',
    Environment: { Variables: { ORDERS_TABLE: 'Orders' } },
  });
  const arn = 'arn:aws:lambda:eu-west-1:000000000000:function:services-Intake';
  expect(created).toEqual({ ref: 'services-Intake', attributes: { Arn: arn } });

  const version = await create('AWS::Lambda::Version', 'V1', { FunctionName: created.ref });
  expect(version).toEqual({ ref: `${arn}:1`, attributes: { FunctionArn: `${arn}:1`, Version: '1' } });

  const alias = await create('AWS::Lambda::Alias', 'Live', {
    FunctionName: arn,
    FunctionVersion: version.attributes['Version'],
    Name: 'live',
  });
  expect(alias.ref).toBe(`${arn}:live`);
  expect(await callFunction(service.lambda, alias.ref)).toEqual({ table: 'Orders' });
});

it('refuses an alias of a version that does not exist', async () => {
  const alias = { FunctionName: 'services-Intake', FunctionVersion: '9', Name: 'next' };
  await expect(create('AWS::Lambda::Alias', 'Next', alias)).rejects.toThrow('services-Intake has no version 9');
});
