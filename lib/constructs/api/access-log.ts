import { AccessLogField, AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';

/** One line a request: callers by our own identifiers, without addresses, request or response data. */
export const accessLogFormat = AccessLogFormat.custom(
  JSON.stringify({
    requestId: AccessLogField.contextRequestId(),
    time: AccessLogField.contextRequestTime(),
    method: AccessLogField.contextHttpMethod(),
    route: AccessLogField.contextResourcePath(),
    status: AccessLogField.contextStatus(),
    user: AccessLogField.contextAuthorizerPrincipalId(),
    signedBy: AccessLogField.contextIdentityUserArn(),
    apiKeyId: AccessLogField.contextIdentityApiKeyId(),
    latencyMs: AccessLogField.contextResponseLatency(),
    integrationLatencyMs: AccessLogField.contextIntegrationLatency(),
    firewall: AccessLogField.contextWafResponseCode(),
    error: AccessLogField.contextErrorMessage(),
    traceId: AccessLogField.contextXrayTraceId(),
  }),
);
