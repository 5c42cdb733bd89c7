import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type IBucket,
  ObjectLockRetention,
  ObjectOwnership,
  StorageClass,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { ServiceKey } from '../security/service-key.ts';

export interface ArchiveBucketProps {
  readonly key: ServiceKey;
  /** Gets a line for every request. */
  readonly accessLog: IBucket;
  readonly days: number;
  /** Until its time is over, nobody changes or deletes an object. */
  readonly locked: boolean;
}

/** By then nobody looks at it every week. */
const rarelyRead = Duration.days(90);
/** What was written over or deleted by mistake can be brought back for so long. */
const regretted = Duration.days(30);

/** A bucket that keeps what it is given for its time: never public, by TLS alone, under a key of our own. */
export class ArchiveBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { key, accessLog, days, locked }: ArchiveBucketProps) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.KMS,
      encryptionKey: key,
      // One request to the key for many objects.
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      versioned: true,
      ...(locked && {
        objectLockEnabled: true,
        objectLockDefaultRetention: ObjectLockRetention.compliance(Duration.days(days)),
      }),
      serverAccessLogsBucket: accessLog,
      serverAccessLogsPrefix: `${id.toLowerCase()}/`,
      lifecycleRules: [
        {
          transitions: [{ storageClass: StorageClass.GLACIER_INSTANT_RETRIEVAL, transitionAfter: rarelyRead }],
          expiration: Duration.days(days),
          noncurrentVersionExpiration: regretted,
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
      // In every stage: an archive is there to outlive what it is of.
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}
