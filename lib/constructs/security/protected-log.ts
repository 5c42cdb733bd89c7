import { RemovalPolicy } from 'aws-cdk-lib';
import { CustomDataIdentifier, DataIdentifier, DataProtectionPolicy, LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Deployment } from '../../config/deployment.ts';

/**
 * Data that no log may show. Functions mask it themselves; this is for what slips through, as in the message of an error of a
 * third-party library. AWS knows phone numbers by country, orders have them in E.164.
 */
const hidden = [
  DataIdentifier.EMAILADDRESS,
  DataIdentifier.CREDITCARDNUMBER,
  DataIdentifier.CREDITCARDEXPIRATION,
  DataIdentifier.CREDITCARDSECURITYCODE,
  DataIdentifier.AWSSECRETKEY,
  new CustomDataIdentifier('PhoneNumberE164', '\\+[1-9][0-9]{6,14}'),
  new CustomDataIdentifier('PaymentToken', 'tok_[A-Za-z0-9_]{3,120}'),
  new CustomDataIdentifier('PaymentMethod', 'pm_[A-Za-z0-9]{8,120}'),
  new CustomDataIdentifier('StripeKey', '[rs]k_[a-z]{4}_[A-Za-z0-9]{8,120}'),
  new CustomDataIdentifier('StripeSigningSecret', 'whsec_[A-Za-z0-9]{8,120}'),
];

/** A log that may hold customer data: with the stage's retention, personal data masked. */
export const protectedLog = (
  scope: Construct,
  id: string,
  { deployment: { config }, name }: { readonly deployment: Deployment; readonly name: string },
): LogGroup =>
  new LogGroup(scope, id, {
    logGroupName: name,
    retention: config.logRetentionDays,
    removalPolicy: config.retainState ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    dataProtectionPolicy: new DataProtectionPolicy({
      name: 'personal-data',
      description: 'Masks personal data and secrets',
      identifiers: hidden,
    }),
  });
