// Also tests lib/config
import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../../../lib/config/configuration-error.ts';
import { withContext } from '../../../../lib/config/context.ts';
import { stageConfig, stageNames } from '../../../../lib/config/stages.ts';

const account = '123456789012';
const region = 'eu-west-1';
const addresses = { sender: 'orders@shop.com', operations: 'platform@shop.com' };
const noCredentials = { account: undefined, region: undefined };

const configured = (
  stage: (typeof stageNames)[number],
  context: Readonly<Record<string, unknown>>,
  credentials: Parameters<typeof withContext>[2] = noCredentials,
) => withContext(stageConfig(stage), (key) => context[key], credentials);

describe('the context of an account', () => {
  it.each(stageNames)('is not needed to look at %s', (stage) => {
    expect(configured(stage, {})).toEqual(stageConfig(stage));
    expect(configured(stage, {}, { account, region })).toEqual(stageConfig(stage));
  });

  it('names who writes, and who is written to', () => {
    expect(configured('prod', addresses).notification).toEqual({
      ...stageConfig('prod').notification,
      sender: addresses.sender,
      operations: { email: addresses.operations },
    });
  });

  it('names the payment gateway', () => {
    expect(configured('prod', { gateway: 'stripe' }).payment).toEqual({
      ...stageConfig('prod').payment,
      gateway: 'stripe',
    });
    expect(configured('prod', { gateway: 'simulated' })).toEqual(stageConfig('prod'));
  });

  it('decides whether functions run on Managed Instances', () => {
    expect(configured('prod', { managedInstances: 'true' }).functions.managedInstances).toBe(true);
    expect(configured('prod', { managedInstances: 'false' })).toEqual(stageConfig('prod'));
    expect(() => configured('prod', { managedInstances: 'yes' })).toThrow(
      new ConfigurationError('-c managedInstances="yes": choose true or false.'),
    );
  });

  it('applies clients, domain and archive', () => {
    const stage = configured('prod', {
      archive: 'off',
      issuer: 'https://issuer.example',
      audience: 'shop',
      domain: 'api.shop.com',
      hostedZone: 'Z0123456789ABCDEFGHIJ',
    });
    expect(stage.archive).toBe('off');
    expect(stage.api.clients).toEqual({ issuer: 'https://issuer.example', audience: 'shop' });
    expect(stage.api.domain).toEqual({ name: 'api.shop.com', hostedZoneId: 'Z0123456789ABCDEFGHIJ' });
  });

  it('is enough for a deployment to the account that it names', () => {
    expect(configured('prod', { account, region, ...addresses }, { account, region }).notification.sender).toBe(
      addresses.sender,
    );
    expect(configured('prod', { account, region, ...addresses })).toBeDefined();
    const noCredentials = { account: undefined, region: 'us-east-1' };
    expect(configured('prod', { account, region, ...addresses }, noCredentials)).toBeDefined();
    expect(configured('dev', { account, region }, { account, region })).toEqual(stageConfig('dev'));
  });

  it.each([
    ['a gateway that there is not', { gateway: 'paypal' }, /-c gateway="paypal": choose one of simulated, stripe/],
    ['a sender that is no address', { sender: 'Shop' }, /-c sender="Shop" is not a mail address/],
    ['operators that are no address', { operations: '' }, /-c operations="" is not a mail address/],
    ['an account without its region', { account, ...addresses }, /-c region=undefined: give both/],
    ['a region without its account', { region, ...addresses }, /-c account=undefined: give both/],
    ['an account that is none', { account: '123', region, ...addresses }, /-c account="123"/],
    ['a region that is none', { account, region: 'Ireland', ...addresses }, /-c region="Ireland"/],
    ['a stage for an account without its addresses', { account, region }, /give -c sender=.* -c operations=/],
    ['a stage without its sender', { account, region, operations: addresses.operations }, /give -c sender=<[^>]*>\.$/],
    ['a stage without its operators', { account, region, sender: addresses.sender }, /give -c operations=<[^>]*>\.$/],
  ])('is refused with %s', (_, context, message) => {
    expect(() => configured('prod', context)).toThrow(ConfigurationError);
    expect(() => configured('prod', context)).toThrow(message);
  });

  it.each([
    ['account', { account: '210987654321', region }, /account of the credentials is 210987654321.* for 123456789012/],
    ['region', { account, region: 'us-east-1' }, /region of the credentials is us-east-1.* for eu-west-1/],
  ])('is refused with the credentials of another %s', (_, credentials, message) => {
    expect(() => configured('prod', { account, region, ...addresses }, credentials)).toThrow(message);
  });
});
