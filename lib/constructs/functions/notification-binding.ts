import { Aws } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { StageConfig } from '../../config/stage-config.ts';
import { type Binding, type EnvironmentSources, setting, table } from './binding.ts';

const arn = (service: string, resource: string): string =>
  `arn:${Aws.PARTITION}:${service}:${Aws.REGION}:${Aws.ACCOUNT_ID}:${resource}`;

/** How customers are notified, with the permission: none where messages stay in a mailbox. */
export const notificationSettings = (settings: StageConfig['notification']): Binding => {
  const { value } = setting(JSON.stringify(settings));
  if (settings.provider === 'mailbox') return { value, statements: [] };
  return {
    value,
    statements: [
      new PolicyStatement({
        actions: ['ses:SendEmail'],
        // Either the address or its domain is verified, and may have a configuration set.
        resources: [
          arn('ses', `identity/${settings.sender}`),
          arn('ses', `identity/${settings.sender.split('@')[1]}`),
          arn('ses', 'configuration-set/*'),
        ],
        conditions: { StringEquals: { 'ses:FromAddress': settings.sender } },
      }),
      // A phone number is no resource: everything but topics.
      new PolicyStatement({ actions: ['sns:Publish'], notResources: [`arn:${Aws.PARTITION}:sns:*:*:*`] }),
    ],
  };
};

/** The table of messages where the stage sends none. */
export const mailboxTable = ({ deployment, tables }: EnvironmentSources): Binding =>
  deployment.config.notification.provider === 'mailbox' ? table(tables.mailbox, 'append') : setting('none');
