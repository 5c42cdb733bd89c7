import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';

interface Problem {
  readonly status: number;
  /** The end of the problem's stable `type`. The functions use some of the same, with the same titles. */
  readonly name: string;
  readonly title: string;
  /** In place of API Gateway's own message. */
  readonly detail?: string;
  readonly retryAfterSeconds?: number;
}

const typeBase = 'https://orderstream.dev/problems/';

const malformed = { status: 400, name: 'malformed-request', title: 'The request is malformed' };
const unauthenticated = { status: 401, name: 'unauthenticated', title: 'Credentials are missing or not valid' };
const unsigned = { ...unauthenticated, detail: 'Sign the request with AWS Signature Version 4' };
const forbidden = { status: 403, name: 'forbidden', title: 'These credentials may not do this' };
const invalidKey = { status: 403, name: 'invalid-api-key', title: 'The x-api-key header is missing or not valid' };
const notFound = {
  status: 404,
  name: 'not-found',
  title: 'There is nothing here',
  detail: 'There is no such route',
};
const mediaType = { status: 415, name: 'unsupported-media-type', title: 'The body is not JSON' };
const throttled = { status: 429, name: 'throttled', title: 'Too many requests', retryAfterSeconds: 1 };
const quota = { status: 429, name: 'quota-exceeded', title: 'The quota is used up', retryAfterSeconds: 3_600 };
const internal = { status: 500, name: 'internal-error', title: 'Something went wrong on our side' };
const outcomeUnknown = { status: 504, name: 'outcome-unknown', title: 'The outcome is unknown' };

/**
 * Every answer that API Gateway gives by itself. A template cannot know the status it is sent with, so each type states its
 * own, and the defaults fix theirs. 413 for bodies over 10 MB cannot be customised.
 */
const problems: ReadonlyMap<ResponseType, Problem> = new Map<ResponseType, Problem>([
  [ResponseType.DEFAULT_4XX, malformed],
  [ResponseType.BAD_REQUEST_BODY, malformed],
  [ResponseType.BAD_REQUEST_PARAMETERS, malformed],
  [ResponseType.UNAUTHORIZED, unauthenticated],
  [ResponseType.ACCESS_DENIED, forbidden],
  [ResponseType.EXPIRED_TOKEN, forbidden],
  [ResponseType.INVALID_SIGNATURE, forbidden],
  [ResponseType.WAF_FILTERED, forbidden],
  [ResponseType.INVALID_API_KEY, invalidKey],
  // An unsigned request of a route for operators. Routes that do not exist have an answer of their own: UnknownRoutes.
  [ResponseType.MISSING_AUTHENTICATION_TOKEN, unsigned],
  [ResponseType.RESOURCE_NOT_FOUND, notFound],
  [ResponseType.UNSUPPORTED_MEDIA_TYPE, mediaType],
  [ResponseType.THROTTLED, throttled],
  [ResponseType.QUOTA_EXCEEDED, quota],
  [ResponseType.DEFAULT_5XX, internal],
  [ResponseType.INTEGRATION_FAILURE, outcomeUnknown],
  [ResponseType.INTEGRATION_TIMEOUT, outcomeUnknown],
]);

/** JSON with one hole: `messageString` brings its own quotes. */
const bodyTemplate = ({ name, title, status, detail }: Problem): string => {
  const message = detail === undefined ? '$context.error.messageString' : JSON.stringify(detail);
  return `${JSON.stringify({ type: `${typeBase}${name}`, title, status }).slice(0, -1)},"detail":${message}}`;
};

/** Makes API Gateway's own errors RFC 9457 problems, like those of the functions. */
export class ProblemResponses extends Construct {
  constructor(scope: Construct, id: string, { api }: { readonly api: RestApi }) {
    super(scope, id);
    for (const [type, problem] of problems) {
      api.addGatewayResponse(type.responseType, {
        type,
        statusCode: String(problem.status),
        responseHeaders: {
          'Content-Type': "'application/problem+json'",
          ...(problem.retryAfterSeconds && { 'Retry-After': `'${problem.retryAfterSeconds}'` }),
        },
        templates: { 'application/json': bodyTemplate(problem) },
      });
    }
  }
}
