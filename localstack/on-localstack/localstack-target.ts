/** A running LocalStack. */
export interface LocalStackTarget {
  /** `http://127.0.0.1:4566` */
  readonly endpoint: string;
  readonly region: string;
}

/** LocalStack's only account, and the credentials that its own tools use: it checks none. */
export const account = '000000000000';
export const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/** One port serves all services: the credential scope of a request selects one. */
export const authorization = ({ region }: LocalStackTarget, service: string): string =>
  `AWS4-HMAC-SHA256 Credential=test/20000101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=none`;
