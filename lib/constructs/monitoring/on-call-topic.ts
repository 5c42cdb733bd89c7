import { Annotations, Aws } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { type Deployment, nameIn } from '../../config/deployment.ts';
import { ServiceKey } from '../security/service-key.ts';

export interface OnCallTopicProps {
  readonly deployment: Deployment;
  /** A mail address. AWS first sends it a confirmation link, and no alarms until that is followed. */
  readonly address: string | undefined;
}

const cloudWatch = 'cloudwatch.amazonaws.com';

/** The topic that alarms notify: encrypted, and open to the alarms of this account alone. */
export class OnCallTopic extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { deployment, address }: OnCallTopicProps) {
    super(scope, id);
    const masterKey = new ServiceKey(this, 'Key', {
      deployment,
      name: 'on-call',
      description: `Alarms of ${nameIn(deployment)}`,
      services: ['sns'],
      principals: [cloudWatch],
    });
    this.topic = new Topic(this, 'Topic', {
      topicName: nameIn(deployment, 'on-call'),
      displayName: nameIn(deployment),
      enforceSSL: true,
      masterKey,
    });
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal(cloudWatch)],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
    if (address !== undefined) this.topic.addSubscription(new EmailSubscription(address));
    else {
      Annotations.of(this).addInfoV2(
        'orderstream:on-call',
        'Alarms notify no address: give -c oncall=<mail address>, or subscribe to the topic yourself.',
      );
    }
  }
}
