import { derivedUuid } from './derived-identifiers.ts';
import type { Location } from './location.ts';

/** CloudFormation's ARN of a stack; the same for the same name, so that kept data fits. */
export const stackId = (stack: string, { accountId, region }: Location): string =>
  `arn:aws:cloudformation:${region}:${accountId}:stack/${stack}/${derivedUuid(stack)}`;

/** `Ref` of the names that exist in every template, but `AWS::NoValue` and `AWS::NotificationARNs`. */
export const pseudoParameters = (stack: string, location: Location): Readonly<Record<string, string>> => ({
  'AWS::AccountId': location.accountId,
  'AWS::Region': location.region,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::StackName': stack,
  'AWS::StackId': stackId(stack, location),
});
