import { derivedHex } from './derived-identifiers.ts';
import type { ResourceContext } from './resource-provider.ts';
import type { DeployedResource } from './stack-scope.ts';

/**
 * Types of the templates that the local platform does not run: networks, permissions, keys, monitoring, the archive, and the
 * schema registry, which no function queries. They are listed one by one, so that a new type is a decision and never a surprise;
 * `AWS::EC2::*` and `AWS::IAM::*` as a whole, but for managed policies, which hold the permissions of operators.
 */
const ignoredTypes: ReadonlySet<string> = new Set([
  'AWS::ApiGateway::BasePathMapping',
  'AWS::ApiGateway::DomainName',
  'AWS::ApplicationAutoScaling::ScalableTarget',
  'AWS::ApplicationAutoScaling::ScalingPolicy',
  'AWS::CDK::Metadata',
  'AWS::CertificateManager::Certificate',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::CompositeAlarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::Glue::Registry',
  'AWS::Glue::Schema',
  'AWS::Glue::SchemaVersion',
  'AWS::KMS::Alias',
  'AWS::KMS::Key',
  'AWS::KinesisFirehose::DeliveryStream',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::Permission',
  'AWS::Logs::LogGroup',
  'AWS::Logs::LogStream',
  'AWS::Logs::MetricFilter',
  'AWS::Logs::ResourcePolicy',
  'AWS::MSK::ClusterPolicy',
  'AWS::Route53::RecordSet',
  'AWS::SecretsManager::ResourcePolicy',
  'AWS::SecretsManager::RotationSchedule',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::WAFv2::WebACL',
  'AWS::WAFv2::WebACLAssociation',
  'Custom::LogRetention',
  'Custom::VpcRestrictDefaultSG',
]);

const ignoredServices: readonly string[] = ['AWS::EC2::', 'AWS::IAM::'];

export const isIgnored = (type: string): boolean =>
  ignoredTypes.has(type) || ignoredServices.some((service) => type.startsWith(service));

/**
 * Attributes of a resource that is not run: an identifier and, for every requested attribute, a plausible value (an ARN where
 * the attribute is one), always the same for the same stack and logical id.
 */
export const ignoredResource = ({ stack, logicalId, type, accountId, region }: ResourceContext): DeployedResource => {
  const [, service = '', kind = ''] = type.toLowerCase().split('::');
  const ref = `${stack}-${logicalId}-${derivedHex(`${stack}/${logicalId}`, 12)}`;
  const arn = `arn:aws:${service}:${service === 'iam' ? '' : region}:${accountId}:${kind}/${ref}`;
  return {
    ref,
    attribute: (name) => (name.endsWith('Arn') ? arn : `${ref}.${name}`),
    attributeNames: ['Arn'],
  };
};
