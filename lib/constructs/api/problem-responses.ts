import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { type ProblemName, problemBase, problems } from '../../../schemas/problems.ts';

interface Answer {
  readonly problem: ProblemName;
  /** In place of API Gateway's own message. */
  readonly detail?: string;
  readonly retryAfterSeconds?: number;
}

const malformed = { problem: 'malformed-request' } as const;
const unauthenticated = { problem: 'unauthenticated' } as const;
const unsigned = { ...unauthenticated, detail: 'Sign the request with AWS Signature Version 4' };
const forbidden = { problem: 'forbidden' } as const;
const notFound = { problem: 'not-found', detail: 'There is no such route' } as const;
const outcomeUnknown = { problem: 'outcome-unknown' } as const;

/**
 * Every answer that API Gateway produces itself. A template does not know the status of its response, so each type states its
 * own, and the defaults fix theirs. 413 for bodies over 10 MB cannot be customised.
 */
const answers: ReadonlyMap<ResponseType, Answer> = new Map<ResponseType, Answer>([
  [ResponseType.DEFAULT_4XX, malformed],
  [ResponseType.BAD_REQUEST_BODY, malformed],
  [ResponseType.BAD_REQUEST_PARAMETERS, malformed],
  [ResponseType.UNAUTHORIZED, unauthenticated],
  [ResponseType.ACCESS_DENIED, forbidden],
  [ResponseType.EXPIRED_TOKEN, forbidden],
  [ResponseType.INVALID_SIGNATURE, forbidden],
  [ResponseType.WAF_FILTERED, forbidden],
  [ResponseType.INVALID_API_KEY, { problem: 'invalid-api-key' }],
  // An unsigned request of a route for operators. Routes that do not exist have an answer of their own: UnknownRoutes.
  [ResponseType.MISSING_AUTHENTICATION_TOKEN, unsigned],
  [ResponseType.RESOURCE_NOT_FOUND, notFound],
  [ResponseType.UNSUPPORTED_MEDIA_TYPE, { problem: 'unsupported-media-type' }],
  [ResponseType.THROTTLED, { problem: 'throttled', retryAfterSeconds: 1 }],
  [ResponseType.QUOTA_EXCEEDED, { problem: 'quota-exceeded', retryAfterSeconds: 3_600 }],
  [ResponseType.DEFAULT_5XX, { problem: 'internal-error' }],
  [ResponseType.INTEGRATION_FAILURE, outcomeUnknown],
  [ResponseType.INTEGRATION_TIMEOUT, outcomeUnknown],
]);

/** JSON with one hole: `messageString` brings its own quotes. */
const bodyTemplate = ({ problem, detail }: Answer): string => {
  const message = detail === undefined ? '$context.error.messageString' : JSON.stringify(detail);
  const { title, status } = problems[problem];
  return `${JSON.stringify({ type: `${problemBase}${problem}`, title, status }).slice(0, -1)},"detail":${message}}`;
};

/** Makes API Gateway's own errors RFC 9457 problems, like those of the functions. */
export class ProblemResponses extends Construct {
  constructor(scope: Construct, id: string, { api }: { readonly api: RestApi }) {
    super(scope, id);
    for (const [type, answer] of answers) {
      api.addGatewayResponse(type.responseType, {
        type,
        statusCode: String(problems[answer.problem].status),
        responseHeaders: {
          'Content-Type': "'application/problem+json'",
          ...(answer.retryAfterSeconds && { 'Retry-After': `'${answer.retryAfterSeconds}'` }),
        },
        templates: { 'application/json': bodyTemplate(answer) },
      });
    }
  }
}
