/** Findings of cdk-nag that are as they should be. */
export interface AcceptedFinding {
  /** All of these, whatever stack they are in. */
  readonly findings: RegExp;
  /** The constructs that may have them, by path without `orderstream-<stage>-`. */
  readonly constructs: RegExp;
  readonly reason: string;
}

export const acceptedFindings: readonly AcceptedFinding[] = [
  {
    findings: /^AwsSolutions-IAM5\[Resource::\*\]$/,
    constructs: /\/Role\/DefaultPolicy\/Resource$/,
    reason:
      'Tracing and network interfaces: these actions know no resources. permissions.test.ts lists them and refuses others.',
  },
  {
    findings: /^AwsSolutions-IAM5\[Resource::arn:.*:execute-api:.*\/\*\/admin\/\*\]$/,
    constructs: /^api\/Operators\/Resource$/,
    reason: 'Operators may call every route for operators, and these are all that is under /admin.',
  },
  {
    findings: /^AwsSolutions-IAM5\[Resource::arn:.*:ses:.*:configuration-set\/\*\]$/,
    constructs: /^services\/Notification(Send|Deferred)\//,
    reason: 'Which configuration set an identity brings along is the account’s. The sender is fixed by a condition.',
  },
  {
    findings: /^AwsSolutions-IAM4\[Policy::arn:.*AmazonAPIGatewayPushToCloudWatchLogs\]$/,
    constructs: /^api\/Api\/CloudWatchRole\/Resource$/,
    reason: 'API Gateway takes the account’s role for logs only if it has this very policy.',
  },
  {
    findings: /^AwsSolutions-APIG2$/,
    constructs: /^api\/Api\/Resource$/,
    reason:
      'The functions validate bodies with the schemas and report each fault by pointer; API Gateway reports only that there is one.',
  },
  {
    findings: /^AwsSolutions-APIG4$/,
    constructs: /^api\/Api\/Default\//,
    reason:
      'Clients have API keys, or tokens where the stage is configured so; only health and unknown routes are public.',
  },
  {
    findings: /^AwsSolutions-COG4$/,
    constructs: /^api\/Api\/Default\//,
    reason:
      'Users come from whatever OpenID Connect issuer the deployment names, and operators from IAM: no user pool.',
  },
  {
    findings: /^AwsSolutions-IAM5\[Resource::(<(Events|Audit)Bucket\w+\.Arn>\/\*|arn:.*:kafka:.*:group\/.*\/\*)\]$/,
    constructs: /^archive\/[\w.]+\/Role\/DefaultPolicy\/Resource$/,
    reason: 'Firehose makes up the names of the objects it writes, and of the consumer group it reads with.',
  },
  {
    findings: /^AwsSolutions-KDF1$/,
    constructs: /^archive\/[\w.]+\/Stream$/,
    reason: 'Firehose refuses a key of its own where it reads from Kafka. Cluster and bucket are encrypted.',
  },
];
