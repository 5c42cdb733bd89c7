import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import type { ApiDomain } from '../../lib/config/stage-config.ts';
import { stageConfig } from '../../lib/config/stages.ts';
import { synthesise } from '../support/synthesised-app.ts';

const name = 'api.shop.example';
const certificateArn = 'arn:aws:acm:eu-west-1:123456789012:certificate/0a1b2c3d-0000-1111-2222-333344445555';
const templateWith = (domain: ApiDomain) =>
  synthesise({ config: { api: { ...stageConfig('dev').api, domain } } }).templates.api;

describe('a domain with a certificate', () => {
  const template = templateWith({ name, certificateArn });

  it('takes TLS 1.2 or newer and leads to the stage', () => {
    template.hasResourceProperties('AWS::ApiGateway::DomainName', {
      DomainName: name,
      RegionalCertificateArn: certificateArn,
      EndpointConfiguration: { Types: ['REGIONAL'] },
      SecurityPolicy: 'TLS_1_2',
    });
    template.hasResourceProperties('AWS::ApiGateway::BasePathMapping', { Stage: { Ref: Match.anyValue() } });
  });

  it('is the only way in', () => {
    template.hasResourceProperties('AWS::ApiGateway::RestApi', { DisableExecuteApiEndpoint: true });
    template.hasOutput('ApiUrl', { Value: `https://${name}/` });
  });

  it('exports the target of its record', () => {
    template.hasOutput('DomainTarget', { Value: { 'Fn::GetAtt': [Match.anyValue(), 'RegionalDomainName'] } });
    template.resourceCountIs('AWS::Route53::RecordSet', 0);
  });
});

describe('a domain in a hosted zone', () => {
  const template = templateWith({ name, hostedZoneId: 'Z0123456789ABCDEFGHIJ' });

  it('has its certificate and its record made', () => {
    const [certificate] = Object.keys(template.findResources('AWS::CertificateManager::Certificate'));
    template.hasResourceProperties('AWS::CertificateManager::Certificate', {
      DomainName: name,
      ValidationMethod: 'DNS',
      DomainValidationOptions: [{ HostedZoneId: 'Z0123456789ABCDEFGHIJ' }],
    });
    template.hasResourceProperties('AWS::ApiGateway::DomainName', { RegionalCertificateArn: { Ref: certificate } });
    template.hasResourceProperties('AWS::Route53::RecordSet', {
      Name: `${name}.`,
      Type: 'A',
      HostedZoneId: 'Z0123456789ABCDEFGHIJ',
    });
  });
});

it('is not there unless the context names one', () => {
  expect(synthesise().templates.api.findResources('AWS::ApiGateway::DomainName')).toEqual({});
});
