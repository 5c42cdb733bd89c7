import { ConfigurationError } from './configuration-error.ts';
import type { ApiDomain, StageConfig } from './stage-config.ts';

type Context = Readonly<Record<'domain' | 'certificate' | 'hostedZone', unknown>>;

const hostName = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;
const certificateArn = /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[a-f0-9-]+$/;
const hostedZoneId = /^Z[A-Z0-9]{1,31}$/;

const checked = (setting: string, value: unknown, pattern: RegExp, example: string): string => {
  if (typeof value === 'string' && pattern.test(value)) return value;
  throw new ConfigurationError(`${setting} is ${JSON.stringify(value)}, and should be like ${example}.`);
};

const domainOf = ({ domain, certificate, hostedZone }: Context): ApiDomain => {
  const name = checked('domain', domain, hostName, 'api.shop.example');
  if ((certificate === undefined) === (hostedZone === undefined)) {
    throw new ConfigurationError(
      `The domain ${name} needs either a certificate of this region (-c certificate=<ARN>) or a hosted zone of this account in which one is made (-c hostedZone=<id>).`,
    );
  }
  return certificate === undefined
    ? { name, hostedZoneId: checked('hostedZone', hostedZone, hostedZoneId, 'Z0123456789ABCDEFGHIJ') }
    : { name, certificateArn: checked('certificate', certificate, certificateArn, 'arn:aws:acm:…:certificate/…') };
};

/**
 * The stage with the domain that the context names, if it names one.
 * @throws {ConfigurationError} something is missing, too much or misspelt.
 */
export const withDomain = (config: StageConfig, context: Context): StageConfig => {
  const { domain, certificate, hostedZone } = context;
  if (domain === undefined && certificate === undefined && hostedZone === undefined) return config;
  return { ...config, api: { ...config.api, domain: domainOf(context) } };
};
