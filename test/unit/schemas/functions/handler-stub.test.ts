import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type FunctionName, functionNames, functions } from '../../../../schemas/functions/functions.ts';
import { handlerStub } from '../../../../schemas/functions/handler-stub.ts';

const root = new URL('../../../../', import.meta.url);
const stubOf = (name: FunctionName) => handlerStub(name, functions[name]);

describe('the handler of a newly declared function', () => {
  it('consumes from Kafka', () => {
    expect(stubOf('audit/record')).toBe(`import { audit } from '../../../schemas/functions/audit.ts';
import type { EnvironmentOf } from '../../../schemas/functions/functions.ts';
import { documentClient } from '../../shared/runtime/dynamodb/dynamodb.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { kafkaHandler } from '../../shared/runtime/handlers/kafka-handler.ts';
import { systemClock as clock } from '../../shared/runtime/system-clock.ts';
import { recordConsumer } from './record.consumer.ts';

const declaration = audit['audit/record'];
const environment = readEnvironment<EnvironmentOf<'audit/record'>>(declaration.environment);

export const handler = kafkaHandler({
  environment,
  ...recordConsumer({ client: documentClient(), clock, environment }),
});
`);
  });

  it('runs on a schedule', () => {
    expect(stubOf('order/sweep')).toContain(`export const handler = scheduledHandler({
  environment,
  ...sweepTask({ client: documentClient(), clock, environment }),
});`);
  });

  it('answers its routes', () => {
    expect(stubOf('ops/dead-letters')).toContain(
      'export const handler = httpHandler(deadLettersRoutes({ client: documentClient(), clock, environment }));',
    );
  });

  it('is not generated where another AWS service calls the function', () => {
    expect(stubOf('ops/scram-rotation')).toBeUndefined();
  });

  it('reads the common variables only with a user of Kafka', () => {
    expect(handlerStub('audit/record', functions['audit/record'])).toContain(' readEnvironment<');
    const { principal: _, ...withoutUser } = functions['ops/dead-letters'];
    expect(handlerStub('ops/dead-letters', { ...withoutUser, principal: undefined })).toContain(' readVariables<');
  });

  it.each(functionNames.filter((name) => functions[name].principal === undefined))(
    'of %s requires no variable of Kafka, which it has not',
    (name) => {
      const written = readFileSync(new URL(`functions/${name}/${basename(name)}.handler.ts`, root), 'utf8');
      expect(written).not.toContain('readEnvironment');
    },
  );

  // These compose nothing but client, clock and environment.
  it.each<FunctionName>([
    'audit/record',
    'audit/timeline',
    'inventory/ledger',
    'order/saga',
    'order/status',
    'order/wait',
  ])('composes what the handler of %s composes', (name) => {
    const written = readFileSync(new URL(`functions/${name}/${basename(name)}.handler.ts`, root), 'utf8');
    const compositionOf = (text = '') => text.slice(text.indexOf('export const')).replaceAll(/[\s,]/g, '');
    expect(compositionOf(stubOf(name))).toBe(compositionOf(written));
  });
});
