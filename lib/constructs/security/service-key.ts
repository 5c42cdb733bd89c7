import { Aws, RemovalPolicy } from 'aws-cdk-lib';
import { AccountRootPrincipal, PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { type Deployment, nameIn } from '../../config/deployment.ts';
import { encryption, viaService } from './key-use.ts';

export interface ServiceKeyProps {
  readonly deployment: Deployment;
  /** The last part of its alias. */
  readonly name: string;
  /** Its contents: the description in the list of keys. */
  readonly description: string;
  /** The AWS services through which it is used, by the names of their endpoints: `dynamodb`. */
  readonly services: readonly string[];
  /** AWS services that use it in their own name, without a caller of this account. */
  readonly principals?: readonly string[];
}

/** Administration of the key without its use. Named one by one: a key has no other resource than itself. */
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

/**
 * A key of our own. IAM grants its use through its services and in no other way: not even an administrator decrypts with it
 * what was taken from a disk or a backup.
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
            actions: [...encryption],
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
