import { readFileSync } from 'node:fs';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { httpRequest } from '../../../../../../functions/shared/runtime/http/request.ts';

const event: APIGatewayProxyEvent = JSON.parse(
  readFileSync(new URL('../../../../../support/aws-events/apigw-rest-no-auth.json', import.meta.url), 'utf8'),
);
const context = { getRemainingTimeInMillis: () => 1_234 } as Context;
const request = (changes: Partial<APIGatewayProxyEvent>) => httpRequest({ ...event, ...changes }, context);

describe('an HTTP request', () => {
  it('reads headers case-insensitively', () => {
    const headers = { 'Idempotency-KEY': 'k' };
    expect(request({ headers }).header('idempotency-key')).toBe('k');
    expect(request({ headers }).header('x-other')).toBeUndefined();
  });

  it('accepts null fields of API Gateway', () => {
    const nothing = { queryStringParameters: null, pathParameters: null, body: null };
    const bare = request(nothing);
    expect([bare.query('wait'), bare.parameter('id'), bare.body().length]).toEqual([undefined, '', 0]);
  });

  it('decodes a body in base64', () => {
    const body = Buffer.from('{"é":1}').toString('base64');
    expect(request({ body, isBase64Encoded: true }).body().toString()).toBe('{"é":1}');
  });

  it('uses the trace of its caller, else of the gateway, else one derived from the request id', () => {
    const trace = (headers: Record<string, string>) => request({ headers }).traceId;
    const w3c = '4bf92f3577b34da6a3ce929d0e0e4736';
    const xray = { 'X-Amzn-Trace-Id': 'Root=1-5759e988-bd862e3fe1be46a994272793' };
    expect(trace({ ...xray, traceparent: `00-${w3c}-00f067aa0ba902b7-01` })).toBe(w3c);
    expect(trace({ ...xray, traceparent: `00-${'0'.repeat(32)}-00f067aa0ba902b7-01` })).toBe(
      '5759e988bd862e3fe1be46a994272793',
    );
    expect(trace({})).toMatch(/^[0-9a-f]{32}$/);
  });

  it('identifies its client by the authorizer, else by the API key', () => {
    const client = (requestContext: object) =>
      request({ requestContext: { ...event.requestContext, ...requestContext } }).client;
    const identity = { ...event.requestContext.identity, apiKeyId: 'abc' };
    expect(client({ identity, authorizer: { principalId: 'sub-1' } })).toBe('user:sub-1');
    expect(client({ identity, authorizer: null })).toBe('key:abc');
    expect(client({ authorizer: null })).toBe('anonymous');
  });

  it('has the deadline of the invocation', () => {
    expect(request({}).remainingMs()).toBe(1_234);
  });
});
