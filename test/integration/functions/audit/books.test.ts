import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FunctionBundles } from '../../../../lib/constructs/functions/function-bundles.ts';
import { MetricsRegistry } from '../../../../localstack/observability/metrics-registry.ts';
import { TraceLog } from '../../../../localstack/observability/trace-log.ts';
import { recorded } from '../../../support/audit-facts.ts';
import {
  createTable,
  type DynamoDbLocal,
  dynamodbLocalClient,
  startDynamoDbLocal,
} from '../../../support/dynamodb-local.ts';
import { kafkaEvent } from '../../../support/kafka-event.ts';
import { callFunction, startTestLambda, type TestLambda } from '../../../support/lambda-service.ts';
import { createdEvent, orderOf, paidEvent, reservedEvent } from '../../../support/order-events.ts';

const order = orderOf(['A', 'B']);
const id = order.order_id;
const names = ['audit/record', 'audit/timeline'];

/** The deployed bundles, in processes of their own: what no Kafka is needed for. */
describe('the audit trail of the deployed functions', () => {
  let folder: string;
  let database: DynamoDbLocal;
  let client: DynamoDBDocumentClient;
  let service: TestLambda;
  let traces: TraceLog;
  const metrics = new MetricsRegistry();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'audit-'));
    traces = new TraceLog(join(folder, 'traces.jsonl'));
    database = await startDynamoDbLocal();
    client = dynamodbLocalClient(database.endpoint);
    await createTable(client, 'audit', 'order_id', 'seq');
    service = await startTestLambda({
      environment: { AWS_ENDPOINT_URL_DYNAMODB: database.endpoint },
      onLog: (name, line) => {
        metrics.record(name, line);
        traces.record(name, line);
      },
    });
    const handlers = fileURLToPath(new URL('../../../../functions', import.meta.url));
    new FunctionBundles({ handlers, names, output: folder }).code('audit/record');
    for (const name of names) {
      const files = { 'index.cjs': await readFile(join(folder, name, 'index.cjs'), 'utf8') };
      const environment = {
        AUDIT_TABLE: 'audit',
        FAILURES_TABLE: 'failures',
        KAFKA_BROKERS: '127.0.0.1:1',
        KAFKA_SECRET_ARN: 'none',
        POWERTOOLS_SERVICE_NAME: 'audit',
        POWERTOOLS_METRICS_NAMESPACE: 'orderstream',
        // Tables of DynamoDB Local belong to an access key.
        AWS_ACCESS_KEY_ID: 'test',
      };
      await service.deploy(name.replace('/', '-'), files, { environment });
    }
  });
  afterAll(async () => {
    await service.close();
    await traces.close();
    client.destroy();
    await database.stop();
    await rm(folder, { recursive: true });
  });

  const ask = async (orderId: string) => {
    const sample = new URL('../../../support/aws-events/apigw-rest-no-auth.json', import.meta.url);
    const { statusCode, body } = await callFunction(service.lambda, 'audit-timeline', {
      ...JSON.parse(await readFile(sample, 'utf8')),
      ...{ httpMethod: 'GET', resource: '/admin/orders/{id}/timeline', pathParameters: { id: orderId } },
    });
    return { statusCode, body: JSON.parse(String(body)) };
  };

  it('is recorded once per fact, however often it is delivered, and read as a timeline', async () => {
    const facts = [createdEvent(order), reservedEvent(id, 'A'), reservedEvent(id, 'B'), paidEvent(order)];
    const records = facts.map((fact, offset) => ({ partition: 0, offset, value: recorded(fact, offset) }));
    for (const batch of [records.slice(0, 2), records]) {
      expect(await callFunction(service.lambda, 'audit-record', kafkaEvent('orders.audit', batch))).toEqual({
        batchItemFailures: [],
      });
    }
    const { statusCode, body } = await ask(id);
    expect(statusCode).toBe(200);
    expect(body).toMatchObject({ order_id: id, verified: true });
    expect(body.steps.map(({ event }: { event: string }) => event)).toEqual([
      'ORDER_CREATED',
      'STOCK_RESERVED',
      'STOCK_RESERVED',
      'ORDER_PAID',
    ]);
    expect((await ask('a1b2c3d4-0000-5000-8000-00000000ffff')).statusCode).toBe(404);
  });

  it('show in the metrics and the traces of the platform', async () => {
    const text = await metrics.text();
    expect(text).toMatch(/^orderstream_records_received_total\{.*function_name="audit-record".*\} 6$/m);
    expect(text).toMatch(/^orderstream_http2xx_total\{.*function_name="audit-timeline".*\} 1$/m);
    const [span] = await traces.spansOf('66704cad0fbaf1491365339d168b2a7d');
    expect(span).toMatchObject({ name: 'audit-timeline', route: 'GET /admin/orders/{id}/timeline', status: 200 });
  });
});
