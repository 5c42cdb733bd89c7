import { Aws, RemovalPolicy } from 'aws-cdk-lib';
import { AccountRootPrincipal, PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { type Deployment, nameIn } from '../config/deployment.ts';

export interface ServiceKeyProps {
  readonly deployment: Deployment;
  /** The last part of its alias. */
  readonly name: string;
  /** What it encrypts, for those who read the list of keys. */
  readonly description: string;
  /** The AWS services through which it is used, by the names of their endpoints: `dynamodb`. */
  readonly services: readonly string[];
  /** AWS services that use it in their own name, without a caller of this account. */
  readonly principals?: readonly string[];
}

/** To look after the key, and never to use it. Named one by one: a key has no other resource than itself. */
const administration = [
  'kms:CancelKeyDeletion',
  'kms:CreateAlias',
  'kms:DeleteAlias',
  'kms:DescribeKey',
  'kms:DisableKey',
  'kms:DisableKeyRotation',
  'kms:EnableKey',
  'kms:EnableKeyRotation',
  'kms:GetKeyPolicy',
  'kms:GetKeyRotationStatus',
  'kms:ListAliases',
  'kms:ListGrants',
  'kms:ListKeyPolicies',
  'kms:ListResourceTags',
  'kms:PutKeyPolicy',
  'kms:RevokeGrant',
  'kms:ScheduleKeyDeletion',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateAlias',
  'kms:UpdateKeyDescription',
];

/** What a caller of a service needs so that the service may encrypt and decrypt for it. */
const encryption = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

/** The name of a service in this region, as keys know it. */
const viaService = (service: string): string => `${service}.${Aws.REGION}.amazonaws.com`;

const uses = {
  read: ['kms:Decrypt', 'kms:DescribeKey'],
  readWrite: encryption,
  /** Of objects in S3, each under a key that this one encrypts. */
  deliver: ['kms:Decrypt', 'kms:GenerateDataKey'],
} as const;

/** What a role needs to use a key through services. */
export const useOfKey = (
  { keyArn }: Pick<IKey, 'keyArn'>,
  services: readonly string[],
  access: keyof typeof uses,
): PolicyStatement =>
  new PolicyStatement({
    actions: [...uses[access]],
    resources: [keyArn],
    conditions: { StringEquals: { 'kms:ViaService': services.map(viaService) } },
  });

/**
 * A key of our own. Whoever is allowed to by IAM uses it through its services and in no other way: not even an administrator
 * decrypts with it what was taken from a disk or a backup.
 */
export class ServiceKey extends Key {
  constructor(
    scope: Construct,
    id: string,
    { deployment, name, description, services, principals = [] }: ServiceKeyProps,
  ) {
    const account = new AccountRootPrincipal();
    const through = { 'kms:ViaService': services.map(viaService), 'kms:CallerAccount': Aws.ACCOUNT_ID };
    super(scope, id, {
      alias: nameIn(deployment, name),
      description,
      enableKeyRotation: true,
      removalPolicy: deployment.config.retainState ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      policy: new PolicyDocument({
        statements: [
          new PolicyStatement({ principals: [account], actions: administration, resources: ['*'] }),
          new PolicyStatement({
            principals: [account],
            actions: encryption,
            resources: ['*'],
            conditions: { StringEquals: through },
          }),
          new PolicyStatement({
            principals: [account],
            actions: ['kms:CreateGrant'],
            resources: ['*'],
            conditions: { StringEquals: through, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
          }),
          ...principals.map(
            (principal) =>
              new PolicyStatement({
                principals: [new ServicePrincipal(principal)],
                actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
                resources: ['*'],
                conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
              }),
          ),
        ],
      }),
    });
  }
}
