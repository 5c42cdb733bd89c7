import { GatewayProblem } from '../exchange/gateway-problem.ts';

/** The parsed Authorization header of Signature Version 4. */
export interface SignatureClaim {
  readonly accessKeyId: string;
  /** The credential scope: `20261122`, region, service. */
  readonly scopeDate: string;
  readonly region: string;
  readonly service: string;
  /** Lower-case names. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `X-Amz-Date`: `20261122T093000Z`. */
  readonly signedAt: string;
}

const parameters = ['Credential', 'Signature', 'SignedHeaders'] as const;

/** @throws {GatewayProblem} INVALID_SIGNATURE: something is missing in it. */
export function readSignature(authorization: string, signedAt: string | undefined): SignatureClaim {
  const values = new Map(
    authorization
      .slice(authorization.indexOf(' ') + 1)
      .split(',')
      .map((part) => {
        const [, name = '', value = ''] = /^\s*([^=]*)=(.*?)\s*$/s.exec(part) ?? [];
        return [name, value] as const;
      }),
  );
  const parameter = (name: (typeof parameters)[number]): string => values.get(name) ?? '';
  const missing = parameters.filter((name) => parameter(name) === '').map(requiresParameter);
  if (signedAt === undefined) missing.push(requiresDate);
  if (signedAt === undefined || missing.length > 0) throw incomplete(missing.join(' '));
  const credential = parameter('Credential').split('/');
  const [accessKeyId = '', scopeDate = '', region = '', service = '', term] = credential;
  if (credential.length !== 5 || term !== 'aws4_request') {
    throw incomplete(
      "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, and end in 'aws4_request'.",
    );
  }
  const signedHeaders = parameter('SignedHeaders').split(';');
  return { accessKeyId, scopeDate, region, service, signedHeaders, signature: parameter('Signature'), signedAt };
}

const requiresParameter = (name: string): string => `Authorization header requires '${name}' parameter.`;
const requiresDate = "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.";

function incomplete(message: string): GatewayProblem {
  return new GatewayProblem('INVALID_SIGNATURE', { errorType: 'IncompleteSignatureException', message });
}
