import { describe, expect, it } from 'vitest';
import { stageConfig } from '../../lib/config/stages.ts';
import { synthesise } from '../support/synthesised-app.ts';

const { timeoutMs, horizonSeconds } = stageConfig('prod').payment;
const stages = {
  dev: synthesise().templates,
  prod: synthesise({ stage: 'prod' }).templates,
  'prod with Stripe': synthesise({
    stage: 'prod',
    config: { payment: { gateway: 'stripe', timeoutMs, horizonSeconds } },
  }).templates,
};

interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** What credentials look like: keys of AWS and Stripe, tokens, private keys, addresses with a password in them. */
const credentials = [
  /\b(AKIA|ASIA)[A-Z0-9]{16}\b/,
  /\b[rsp]k_(live|test)_\w+/,
  /\bwhsec_\w+/,
  /\beyJ[\w-]{10,}\.[\w-]{10,}\./,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /:\/\/[^/\s:@"]+:[^/\s:@"]+@/,
];

describe.each(Object.entries(stages))('the templates of %s', (_, templates) => {
  const resources = Object.values(templates).flatMap((template) =>
    Object.values(template.toJSON()['Resources'] as Readonly<Record<string, Resource>>),
  );
  const text = Object.values(templates)
    .map((template) => JSON.stringify(template.toJSON()))
    .join('\n');

  it('give no secret its value', () => {
    const secrets = resources.filter(({ Type }) => Type === 'AWS::SecretsManager::Secret');
    expect(secrets.length).toBeGreaterThan(0);
    for (const { Properties } of secrets) expect(Properties).not.toHaveProperty('SecretString');
  });

  it('read no secret while they are deployed', () => {
    // CloudFormation would resolve its value in place, for every reader of the resource.
    expect(text).not.toMatch(/\{\{resolve:(secretsmanager|ssm-secure)/);
  });

  it('hold nothing that looks like a credential', () => {
    for (const pattern of credentials) expect(text).not.toMatch(pattern);
  });

  it('give functions the name of a secret, never more', () => {
    const variables = resources
      .filter(({ Type }) => Type === 'AWS::Lambda::Function')
      .flatMap(({ Properties }) => {
        const { Variables = {} } = (Properties?.['Environment'] ?? {}) as { Variables?: Record<string, unknown> };
        return Object.entries(Variables);
      });
    const secret = variables.filter(([name]) => /SECRET|PASSWORD|API_?KEY|CREDENTIAL|PRIVATE/.test(name));
    expect(secret.length).toBeGreaterThan(0);
    for (const [name, value] of secret) {
      expect(name).toMatch(/_ARN$/);
      // Of a stack before, or of the function's own.
      const imported = { 'Fn::ImportValue': expect.stringContaining('ExportsOutputRef') };
      const own = { Ref: expect.stringMatching(/^StripeWebhook/) };
      expect(value).toEqual(name === 'WEBHOOK_SECRET_ARN' ? own : imported);
    }
  });
});
