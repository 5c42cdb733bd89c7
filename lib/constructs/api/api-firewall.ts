import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { deployedRoutes } from '../../config/deployed-routes.ts';
import { type Deployment, nameIn } from '../../config/deployment.ts';
import type { StageConfig } from '../../config/stage-config.ts';

export interface ApiFirewallProps {
  readonly deployment: Deployment;
  /** ARN of the stage that it protects. */
  readonly stageArn: string;
}

type Rule = Omit<CfnWebACL.RuleProperty, 'priority' | 'visibilityConfig'>;

const windowSeconds = 300;

/** A household, or an office behind one address. */
const requestsOfUsers = 5_000;

/** Requests of one address in the window: for a client's server as much as its key allows, for users little. */
const requestsPerAddress = ({ clients, requestsPerSecond }: StageConfig['api']): number =>
  clients === 'apiKeys' ? requestsPerSecond * windowSeconds : requestsOfUsers;

/** AWS's managed rules. Those of `counted` run in count mode: logged, not blocked. */
const managed = (name: string, { counted = [], scope }: { counted?: readonly string[]; scope?: Scope } = {}): Rule => ({
  name,
  overrideAction: { none: {} },
  statement: {
    managedRuleGroupStatement: {
      vendorName: 'AWS',
      name,
      ...(scope && { scopeDownStatement: scope }),
      // An empty list is refused.
      ...(counted.length > 0 && {
        ruleActionOverrides: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
      }),
    },
  },
});

/** Whether a rule is about a request: all are, but those for the path of the payment gateway. */
type Scope = CfnWebACL.StatementProperty | undefined;

/**
 * The gateway sends from few addresses, as many events as there are orders, with customers' texts in them. The gateway would
 * retry a blocked body in vain for days; the function refuses what is not signed.
 */
const allBut = (path: string | undefined): Scope => {
  if (path === undefined) return undefined;
  return {
    notStatement: {
      statement: {
        byteMatchStatement: {
          fieldToMatch: { uriPath: {} },
          positionalConstraint: 'ENDS_WITH',
          searchString: path,
          textTransformations: [{ priority: 0, type: 'NONE' }],
        },
      },
    },
  };
};

const rulesOf = (api: StageConfig['api'], scope: Scope): readonly Rule[] => [
  managed('AWSManagedRulesAmazonIpReputationList'),
  {
    name: 'RequestsPerAddress',
    action: { block: {} },
    statement: {
      rateBasedStatement: {
        aggregateKeyType: 'IP',
        limit: requestsPerAddress(api),
        evaluationWindowSec: windowSeconds,
        ...(scope && { scopeDownStatement: scope }),
      },
    },
  },
  // Orders may have 2,000 lines, 8 KiB would be some eighty: the functions refuse what is too large.
  managed('AWSManagedRulesCommonRuleSet', { counted: ['SizeRestrictions_BODY'], scope }),
  managed('AWSManagedRulesKnownBadInputsRuleSet'),
];

const gatewayPath = (deployment: Deployment): string | undefined =>
  deployedRoutes(deployment).find(({ access }) => access === 'gateway')?.path;

/** Samples of requests are kept for hours: credentials and order data are redacted. */
const unseen: readonly CfnWebACL.DataProtectProperty[] = [
  { field: { fieldType: 'SINGLE_HEADER', fieldKeys: ['authorization', 'x-api-key'] }, action: 'SUBSTITUTION' },
  { field: { fieldType: 'BODY' }, action: 'SUBSTITUTION' },
];

/** The web application firewall of the API. Blocked requests get a problem document, like all errors. */
export class ApiFirewall extends Construct {
  constructor(scope: Construct, id: string, { deployment, stageArn }: ApiFirewallProps) {
    super(scope, id);
    const measured = (metricName: string): CfnWebACL.VisibilityConfigProperty => ({
      metricName,
      cloudWatchMetricsEnabled: true,
      sampledRequestsEnabled: true,
    });
    const { attrArn: webAclArn } = new CfnWebACL(this, 'Acl', {
      name: nameIn(deployment, 'api'),
      description: `Before the HTTP API of ${nameIn(deployment, 'api')}`,
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: measured(nameIn(deployment, 'api')),
      dataProtectionConfig: { dataProtections: [...unseen] },
      rules: rulesOf(deployment.config.api, allBut(gatewayPath(deployment))).map((rule, priority) => ({
        ...rule,
        priority,
        visibilityConfig: measured(rule.name),
      })),
    });
    new CfnWebACLAssociation(this, 'Association', { webAclArn, resourceArn: stageArn });
  }
}
