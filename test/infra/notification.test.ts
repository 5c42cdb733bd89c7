import { describe, expect, it } from 'vitest';
import { stageConfig } from '../../lib/config/stages.ts';
import { synthesise } from '../support/synthesised-app.ts';

const dev = synthesise().templates;
const prod = synthesise({ stage: 'prod' }).templates;

const functionsOf = (templates: typeof dev) =>
  Object.values(templates.services.findResources('AWS::Lambda::Function')).filter(
    ({ Properties }) => Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME === 'notification',
  );
const sendingStatements = (templates: typeof dev) =>
  Object.values(templates.services.findResources('AWS::IAM::Policy'))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    .filter(({ Action }) => /^(ses|sns):/.test([Action].flat()[0]));
const endpointsOf = (templates: typeof dev) => JSON.stringify(templates.network.findResources('AWS::EC2::VPCEndpoint'));

describe('messages', () => {
  it('stay in a mailbox in dev: no function may send any', () => {
    expect(functionsOf(dev)).toHaveLength(2);
    for (const { Properties } of functionsOf(dev)) {
      const { MAILBOX_TABLE, NOTIFICATION_SETTINGS } = Properties.Environment.Variables;
      expect(MAILBOX_TABLE['Fn::ImportValue']).toContain('Mailbox');
      expect(JSON.parse(NOTIFICATION_SETTINGS)).toEqual(stageConfig('dev').notification);
    }
    expect(sendingStatements(dev)).toEqual([]);
    expect(endpointsOf(dev)).not.toMatch(/\.(email|sns)"/);
  });

  it('go out in prod, from the stage’s own sender, to telephones and to no topic', () => {
    expect(functionsOf(prod)).toHaveLength(2);
    for (const { Properties } of functionsOf(prod)) {
      expect(Properties.Environment.Variables.MAILBOX_TABLE).toBe('none');
    }
    const { sender } = stageConfig('prod').notification;
    const statements = sendingStatements(prod);
    expect(statements).toHaveLength(4);
    for (const statement of statements) {
      expect(statement).toMatchObject(
        statement.Action === 'ses:SendEmail'
          ? { Condition: { StringEquals: { 'ses:FromAddress': sender } } }
          : { Action: 'sns:Publish', NotResource: expect.anything() },
      );
    }
    expect(endpointsOf(prod)).toMatch(/\.email"/);
    expect(endpointsOf(prod)).toMatch(/\.sns"/);
  });

  it('that were deferred are sent by one run at a time, every minute', () => {
    prod.services.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'orderstream-prod-notification-deferred',
      ReservedConcurrentExecutions: 1,
      Timeout: 55,
    });
    const rules = Object.values(dev.services.findResources('AWS::Events::Rule')).filter(({ Properties }) =>
      JSON.stringify(Properties.Targets).includes('NotificationDeferred'),
    );
    expect(rules).toMatchObject([{ Properties: { ScheduleExpression: 'rate(1 minute)' } }]);
  });
});
