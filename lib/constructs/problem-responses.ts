import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';

interface Problem {
  readonly status: number;
  /** The end of the problem's stable `type`, `urn:orderstream:problem:<name>`. */
  readonly name: string;
  readonly title: string;
  /** More response headers, as literals. */
  readonly headers?: Readonly<Record<string, string>>;
}

const invalid = { status: 400, name: 'invalid-request', title: 'The request is not valid' };
const unauthenticated = { status: 401, name: 'unauthenticated', title: 'Credentials are missing or not valid' };
const forbidden = { status: 403, name: 'forbidden', title: 'These credentials may not do this' };
const internal = { status: 500, name: 'internal', title: 'The service failed' };
const retryAfterSeconds = { throttled: 1, quota: 3_600 } as const;

/**
 * Every answer that API Gateway gives by itself. A template cannot know the status it is sent with, so each type states its
 * own, and the defaults fix theirs. 413 for bodies over 10 MB cannot be customised.
 */
const problems: ReadonlyMap<ResponseType, Problem> = new Map<ResponseType, Problem>([
  [ResponseType.DEFAULT_4XX, invalid],
  [ResponseType.BAD_REQUEST_BODY, invalid],
  [ResponseType.BAD_REQUEST_PARAMETERS, invalid],
  [ResponseType.UNAUTHORIZED, unauthenticated],
  [ResponseType.ACCESS_DENIED, forbidden],
  [ResponseType.EXPIRED_TOKEN, forbidden],
  [ResponseType.INVALID_SIGNATURE, forbidden],
  [ResponseType.WAF_FILTERED, forbidden],
  [
    ResponseType.INVALID_API_KEY,
    { status: 403, name: 'invalid-api-key', title: 'The x-api-key header is missing or not valid' },
  ],
  // What API Gateway calls a missing token is, without IAM authorisation, a route that does not exist.
  [ResponseType.MISSING_AUTHENTICATION_TOKEN, { status: 404, name: 'no-such-route', title: 'There is no such route' }],
  [ResponseType.RESOURCE_NOT_FOUND, { status: 404, name: 'no-such-route', title: 'There is no such route' }],
  [
    ResponseType.UNSUPPORTED_MEDIA_TYPE,
    { status: 415, name: 'unsupported-media-type', title: 'The content type is not supported' },
  ],
  [
    ResponseType.THROTTLED,
    {
      status: 429,
      name: 'throttled',
      title: 'Too many requests',
      headers: { 'Retry-After': String(retryAfterSeconds.throttled) },
    },
  ],
  [
    ResponseType.QUOTA_EXCEEDED,
    {
      status: 429,
      name: 'quota-exceeded',
      title: 'The quota is used up',
      headers: { 'Retry-After': String(retryAfterSeconds.quota) },
    },
  ],
  [ResponseType.DEFAULT_5XX, internal],
  [
    ResponseType.INTEGRATION_FAILURE,
    { status: 504, name: 'outcome-unknown', title: 'No answer; repeat with the same Idempotency-Key' },
  ],
  [
    ResponseType.INTEGRATION_TIMEOUT,
    { status: 504, name: 'outcome-unknown', title: 'No answer in time; repeat with the same Idempotency-Key' },
  ],
]);

/** JSON with one hole: `messageString` brings its own quotes. */
const bodyTemplate = ({ name, title, status }: Problem): string =>
  `${JSON.stringify({ type: `urn:orderstream:problem:${name}`, title, status }).slice(0, -1)},"detail":$context.error.messageString}`;

/** Makes API Gateway's own errors RFC 9457 problems, like those of the functions. */
export class ProblemResponses extends Construct {
  constructor(scope: Construct, id: string, { api }: { readonly api: RestApi }) {
    super(scope, id);
    for (const [type, problem] of problems) {
      api.addGatewayResponse(type.responseType, {
        type,
        statusCode: String(problem.status),
        responseHeaders: Object.fromEntries(
          Object.entries({ 'Content-Type': 'application/problem+json', ...problem.headers }).map(([header, value]) => [
            header,
            `'${value}'`,
          ]),
        ),
        templates: { 'application/json': bodyTemplate(problem) },
      });
    }
  }
}
