import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import type { HeaderLine } from '../../../localstack/api/http/http-message.ts';

export interface RequestToSign {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | string[]>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly at: number;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region?: string;
  readonly service?: string;
  /** Adds `x-amz-content-sha256`. */
  readonly checksum?: boolean;
}

/** The headers of a signed request, as a client of AWS sends them. */
export const signedHeaders = async (request: RequestToSign): Promise<readonly HeaderLine[]> => {
  const { accessKeyId, secretAccessKey, region = 'eu-west-1', service = 'execute-api', checksum = false } = request;
  const credentials = { accessKeyId, secretAccessKey };
  const signer = new SignatureV4({ credentials, region, service, sha256: Sha256, applyChecksum: checksum });
  const { headers } = await signer.sign(
    new HttpRequest({
      method: request.method,
      path: request.path,
      query: { ...request.query },
      headers: { host: 'api.test', ...request.headers },
      body: request.body,
    }),
    { signingDate: new Date(request.at) },
  );
  return Object.entries(headers);
};
