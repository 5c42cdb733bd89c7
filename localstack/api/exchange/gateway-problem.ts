interface BuiltIn {
  readonly status: number;
  /** Of `x-amzn-ErrorType`. */
  readonly errorType: string;
  readonly message: string | null;
}

/** The gateway's own answers, by gateway response type (rest-api-rules D1–D8). */
const builtIn = {
  ACCESS_DENIED: {
    status: 403,
    errorType: 'AccessDeniedException',
    message: 'User is not authorized to access this resource',
  },
  API_CONFIGURATION_ERROR: {
    status: 500,
    errorType: 'InternalServerErrorException',
    message: 'Internal server error',
  },
  AUTHORIZER_CONFIGURATION_ERROR: { status: 500, errorType: 'AuthorizerConfigurationException', message: null },
  AUTHORIZER_FAILURE: { status: 500, errorType: 'AuthorizerFailureException', message: null },
  BAD_REQUEST_BODY: { status: 400, errorType: 'BadRequestException', message: 'Invalid request body' },
  BAD_REQUEST_PARAMETERS: {
    status: 400,
    errorType: 'BadRequestException',
    message: 'Missing required request parameters',
  },
  /** The type of all other errors. */
  DEFAULT_4XX: { status: 400, errorType: 'BadRequestException', message: 'Bad Request' },
  /** A function that failed or returned something else than a response: no type of its own (C3). */
  DEFAULT_5XX: {
    status: 502,
    errorType: 'InternalServerErrorException',
    message: 'Internal server error',
  },
  /** The function could not be invoked. */
  INTEGRATION_FAILURE: {
    status: 502,
    errorType: 'InternalServerErrorException',
    message: 'Internal server error',
  },
  INTEGRATION_TIMEOUT: {
    status: 504,
    errorType: 'InternalServerErrorException',
    message: 'Endpoint request timed out',
  },
  INVALID_API_KEY: { status: 403, errorType: 'ForbiddenException', message: 'Forbidden' },
  INVALID_SIGNATURE: { status: 403, errorType: 'InvalidSignatureException', message: 'Invalid signature' },
  MISSING_AUTHENTICATION_TOKEN: {
    status: 403,
    errorType: 'MissingAuthenticationTokenException',
    message: 'Missing Authentication Token',
  },
  QUOTA_EXCEEDED: { status: 429, errorType: 'LimitExceededException', message: 'Limit Exceeded' },
  REQUEST_TOO_LARGE: { status: 413, errorType: 'RequestTooLargeException', message: 'Request Too Long' },
  THROTTLED: { status: 429, errorType: 'TooManyRequestsException', message: 'Too Many Requests' },
  UNAUTHORIZED: { status: 401, errorType: 'UnauthorizedException', message: 'Unauthorized' },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    errorType: 'BadRequestException',
    message: 'Unsupported Media Type',
  },
} as const satisfies Readonly<Record<string, BuiltIn>>;

export type ProblemType = keyof typeof builtIn;

/** The gateway refuses a request or fails to serve it: thrown anywhere in the chain, answered in one place. */
export class GatewayProblem extends Error {
  override readonly name = 'GatewayProblem';
  readonly type: ProblemType;
  readonly status: number;
  readonly errorType: string;
  /** The text for the client; null where AWS answers `{"message":null}`. */
  readonly clientMessage: string | null;
  /** The violation of an invalid body; only templates can print it. */
  readonly validationError: string;

  /** @param detail the difference from the type's built-in answer, and the text to log. */
  constructor(
    type: ProblemType,
    detail: {
      readonly message?: string;
      readonly errorType?: string;
      readonly validationError?: string;
      readonly cause?: unknown;
    } = {},
  ) {
    const standard: BuiltIn = builtIn[type];
    super(`${type}: ${detail.message ?? standard.message}`, { cause: detail.cause });
    this.type = type;
    this.status = standard.status;
    this.errorType = detail.errorType ?? standard.errorType;
    this.clientMessage = detail.message ?? standard.message;
    this.validationError = detail.validationError ?? '';
  }
}
