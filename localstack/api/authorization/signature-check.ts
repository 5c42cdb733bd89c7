import { createHash, timingSafeEqual } from 'node:crypto';
import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import type { IamIdentity } from '../../iam/identities.ts';
import type { RoutedExchange } from '../exchange/exchange.ts';
import { GatewayProblem } from '../exchange/gateway-problem.ts';
import type { ApiRequest } from '../http/http-message.ts';
import type { SignatureClaim } from './signature-claim.ts';

const service = 'execute-api';
const allowedSkewMs = 5 * 60_000;

/**
 * Signs the request again with the identity's secret: the same signature comes out only if method, path, query, the signed
 * headers and the body are those that were signed.
 * @throws {GatewayProblem} INVALID_SIGNATURE.
 */
export async function checkSignature(
  exchange: RoutedExchange,
  claim: SignatureClaim,
  identity: IamIdentity,
  now: number,
): Promise<void> {
  const { region } = exchange.stage.api;
  checkScope(claim, region);
  checkAge(claim, now);
  if (!claim.signedHeaders.includes('host')) throw invalid("'Host' must be a 'SignedHeader' in the AWS Authorization.");
  const lines = signedLines(exchange.request, claim.signedHeaders);
  checkPayloadHash(exchange.request, lines);
  const expected = await signatureOf(exchange, lines, claim, identity);
  const [given, ours] = [Buffer.from(claim.signature), Buffer.from(expected)];
  if (given.length !== ours.length || !timingSafeEqual(given, ours)) throw invalid(mismatch);
}

const mismatch =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';

function checkScope(claim: SignatureClaim, region: string): void {
  if (claim.region !== region) throw invalid('Credential should be scoped to a valid region.');
  if (claim.service !== service) throw invalid(`Credential should be scoped to correct service: '${service}'.`);
  if (claim.scopeDate !== claim.signedAt.slice(0, 8)) {
    throw invalid(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${claim.scopeDate}' != '${claim.signedAt.slice(0, 8)}'.`,
    );
  }
}

function checkAge({ signedAt }: SignatureClaim, now: number): void {
  const time = timeOf(signedAt);
  if (Number.isNaN(time)) throw invalid(`Date must be in ISO-8601 'basic format'. Got '${signedAt}'.`);
  const [earliest, latest] = [basicFormat(now - allowedSkewMs), basicFormat(now + allowedSkewMs)];
  if (time < now - allowedSkewMs) {
    throw invalid(`Signature expired: ${signedAt} is now earlier than ${earliest} (${basicFormat(now)} - 5 min.)`);
  }
  if (time > now + allowedSkewMs) {
    throw invalid(
      `Signature not yet current: ${signedAt} is still later than ${latest} (${basicFormat(now)} + 5 min.)`,
    );
  }
}

/** NaN for anything but `20261122T093000Z`. */
function timeOf(basic: string): number {
  return Date.parse(basic.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

function basicFormat(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

async function signatureOf(
  { request, query }: RoutedExchange,
  headers: Record<string, string>,
  { region, signedAt, signedHeaders }: SignatureClaim,
  { accessKeyId, secretAccessKey }: IamIdentity,
): Promise<string> {
  const credentials = { accessKeyId, secretAccessKey };
  const signer = new SignatureV4({ credentials, region, service, sha256: Sha256, applyChecksum: false });
  const signed = await signer.sign(
    new HttpRequest({
      method: request.method,
      path: request.path,
      query: Object.fromEntries(Object.entries(query.multi).map(([name, values]) => [name, [...values]])),
      headers,
      body: request.body,
    }),
    { signingDate: new Date(timeOf(signedAt)), signableHeaders: new Set(signedHeaders) },
  );
  return /Signature=([0-9a-f]+)$/.exec(signed.headers['authorization'] ?? '')?.[1] ?? '';
}

/** The body must match a hash that the client names, or another body would pass with the same signature. */
function checkPayloadHash({ body }: ApiRequest, lines: Readonly<Record<string, string>>): void {
  const named = lines['x-amz-content-sha256'];
  if (named !== undefined && named !== createHash('sha256').update(body).digest('hex')) throw invalid(mismatch);
}

function signedLines({ headers }: ApiRequest, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.map((wanted) => {
      const lines = headers.filter(([name]) => name.toLowerCase() === wanted);
      return [wanted, lines.map(([, value]) => value).join(',')];
    }),
  );
}

function invalid(message: string): GatewayProblem {
  return new GatewayProblem('INVALID_SIGNATURE', { message });
}
