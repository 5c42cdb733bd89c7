/** A list price: dollars for so many units. */
export interface Price {
  readonly usd: number;
  /** Units that this buys. */
  readonly per: number;
  readonly unit: string;
  readonly source: string;
  /** The day, or the year, for which the source gives it; when it was looked up, where the source gives none. */
  readonly asOf: string;
}

/** US East (N. Virginia), the region of every public example; others are up to a quarter dearer. Free tiers are left out. */
export const priceRegion = 'us-east-1';

const million = 1_000_000;
const lambdaList = 'AWS Price List API, offer AWSLambda, publication 2026-09-19';

export const prices = {
  lambdaRequest: { usd: 0.2, per: million, unit: 'request', source: lambdaList, asOf: '2026-09-19' },
  lambdaArmGbSecond: { usd: 0.0000133334, per: 1, unit: 'GB-second', source: lambdaList, asOf: '2026-09-19' },
  eventPollerUnit: { usd: 0.185, per: 1, unit: 'unit-hour', source: lambdaList, asOf: '2026-09-19' },
  'kafka.m7g.large': {
    ...{ usd: 0.204, per: 1, unit: 'broker-hour' },
    ...{ source: 'airbyte.com/data-engineering-resources/apache-kafka-pricing, us-east-1', asOf: '2025' },
  },
  'kafka.m7g.xlarge': {
    ...{ usd: 0.408, per: 1, unit: 'broker-hour' },
    ...{ source: 'AWS MSK Sizing and Pricing sheet, as a public Terraform module quotes it', asOf: '2026-08-11' },
  },
  kafkaStorage: {
    ...{ usd: 0.1, per: 1, unit: 'GB-month' },
    ...{ source: 'aws.amazon.com/msk/pricing, as public cost tools quote it', asOf: 'looked up 2026-11-22' },
  },
  dynamodbWrite: {
    ...{ usd: 0.625, per: million, unit: 'write request unit' },
    ...{ source: 'airbyte.com/data-engineering-resources/dynamodb-pricing', asOf: '2025-07-21' },
  },
  dynamodbRead: {
    ...{ usd: 0.125, per: million, unit: 'read request unit' },
    ...{ source: 'airbyte.com/data-engineering-resources/dynamodb-pricing', asOf: '2025-07-21' },
  },
  dynamodbStorage: {
    ...{ usd: 0.25, per: 1, unit: 'GB-month' },
    ...{ source: 'aws.amazon.com/dynamodb/pricing/on-demand, as public cost tools quote it', asOf: '2026' },
  },
  dynamodbRecovery: {
    ...{ usd: 0.2, per: 1, unit: 'GB-month' },
    ...{ source: 'aws.amazon.com/dynamodb/pricing/on-demand, as public cost tools quote it', asOf: '2026' },
  },
  apiRequest: {
    ...{ usd: 3.5, per: million, unit: 'request' },
    ...{ source: 'AWS whitepaper Best Practices for API Gateway Private APIs, table 4', asOf: 'looked up 2026-11-22' },
  },
  webAcl: { usd: 5, per: 1, unit: 'ACL', source: 'c3x.dev/blog/aws-waf-cost-explained', asOf: 'looked up 2026-11-22' },
  webAclRule: {
    usd: 1,
    per: 1,
    unit: 'rule',
    source: 'c3x.dev/blog/aws-waf-cost-explained',
    asOf: 'looked up 2026-11-22',
  },
  webAclRequest: {
    ...{ usd: 0.6, per: million, unit: 'request' },
    ...{ source: 'c3x.dev/blog/aws-waf-cost-explained', asOf: 'looked up 2026-11-22' },
  },
  interfaceEndpoint: {
    ...{ usd: 0.01, per: 1, unit: 'zone-hour' },
    ...{ source: 'awsnegotiations.com/privatelink-cost-analysis.html', asOf: '2026-05' },
  },
  natGateway: {
    ...{ usd: 0.045, per: 1, unit: 'hour' },
    ...{ source: 'aws.amazon.com/vpc/pricing, as public cost tools quote it', asOf: '2026-09-28' },
  },
  secret: {
    ...{ usd: 0.4, per: 1, unit: 'secret-month' },
    ...{ source: 'hivebook.wiki, AWS Secrets Manager', asOf: 'looked up 2026-11-22' },
  },
  key: {
    ...{ usd: 1, per: 1, unit: 'key-month' },
    ...{ source: 'aws.amazon.com/kms/pricing, as public cost tools quote it', asOf: 'looked up 2026-11-22' },
  },
  logIngestion: {
    ...{ usd: 0.5, per: 1, unit: 'GB' },
    ...{ source: 'factualminds.com/blog/amazon-cloudwatch-pricing-metrics-logs-alarms-dashboards', asOf: '2026-06-13' },
  },
  alarm: {
    ...{ usd: 0.1, per: 1, unit: 'alarm-metric' },
    ...{ source: 'cloudburn.io/blog/amazon-cloudwatch-pricing', asOf: '2026-02' },
  },
  dashboard: {
    ...{ usd: 3, per: 1, unit: 'dashboard' },
    ...{ source: 'factualminds.com/blog/amazon-cloudwatch-pricing-metrics-logs-alarms-dashboards', asOf: '2026-06-13' },
  },
  stateTransition: {
    ...{ usd: 0.025, per: 1_000, unit: 'state transition' },
    ...{ source: 'aws.amazon.com/step-functions/pricing', asOf: 'looked up 2026-11-22' },
  },
  queueRequest: {
    ...{ usd: 0.4, per: million, unit: 'request' },
    ...{ source: 'cloudburn.io/blog/amazon-sqs-pricing', asOf: '2026-03-14' },
  },
} as const satisfies Record<string, Price>;

export type PriceName = keyof typeof prices;
