import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../../../lib/config/configuration-error.ts';
import { withDomain } from '../../../../lib/config/domain.ts';
import { stageConfig } from '../../../../lib/config/stages.ts';

const config = stageConfig('dev');
const none = { domain: undefined, certificate: undefined, hostedZone: undefined };
const domain = 'api.shop.example';
const certificate = 'arn:aws:acm:eu-west-1:123456789012:certificate/0a1b2c3d-0000-1111-2222-333344445555';
const hostedZone = 'Z0123456789ABCDEFGHIJ';

describe('withDomain', () => {
  it('leaves the stage as it is where the context names none', () => {
    expect(withDomain(config, none)).toBe(config);
  });

  it('takes a certificate of elsewhere, or a zone to make one in', () => {
    expect(withDomain(config, { ...none, domain, certificate }).api).toEqual({
      ...config.api,
      domain: { name: domain, certificateArn: certificate },
    });
    expect(withDomain(config, { ...none, domain, hostedZone }).api.domain).toEqual({
      name: domain,
      hostedZoneId: hostedZone,
    });
  });

  it.each([
    ['nothing to prove the name by', { domain }, /needs either a certificate .* or a hosted zone/],
    ['two ways to prove it', { domain, certificate, hostedZone }, /needs either/],
    ['a certificate for no name', { certificate }, /domain is undefined/],
    ['a zone for no name', { hostedZone }, /domain is undefined/],
    ['a URL', { domain: 'https://api.shop.example', certificate }, /domain is "https:/],
    ['a name without a dot', { domain: 'shop', certificate }, /domain is "shop"/],
    [
      'a certificate that is none',
      { domain, certificate: 'arn:aws:iam::123456789012:server-certificate/x' },
      /certificate is/,
    ],
    ['a zone that is none', { domain, hostedZone: 'shop.example' }, /hostedZone is/],
  ])('refuses %s', (_, context, message) => {
    expect(() => withDomain(config, { ...none, ...context })).toThrow(ConfigurationError);
    expect(() => withDomain(config, { ...none, ...context })).toThrow(message);
  });
});
