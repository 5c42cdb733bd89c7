import { DomainName, EndpointType, type RestApi, SecurityPolicy } from 'aws-cdk-lib/aws-apigateway';
import { Certificate, CertificateValidation } from 'aws-cdk-lib/aws-certificatemanager';
import { ARecord, HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { ApiGatewayDomain } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';
import type { ApiDomain as DomainSettings } from '../../config/stage-config.ts';

export interface ApiDomainProps {
  readonly api: RestApi;
  readonly domain: DomainSettings;
}

/**
 * The API under a custom domain, TLS 1.2 or newer. In a hosted zone of the account, certificate and record are created; with
 * a certificate from elsewhere, the owner of the zone creates the record.
 */
export class ApiDomain extends Construct {
  /** The target of a record in another account's zone. */
  readonly target: string;

  constructor(scope: Construct, id: string, { api, domain }: ApiDomainProps) {
    super(scope, id);
    const { name: domainName } = domain;
    // Only the record's name is made from the zone's, and it is the domain's.
    const zone =
      'hostedZoneId' in domain
        ? HostedZone.fromHostedZoneAttributes(this, 'Zone', { hostedZoneId: domain.hostedZoneId, zoneName: domainName })
        : undefined;
    const certificate =
      'certificateArn' in domain
        ? Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn)
        : new Certificate(this, 'Certificate', { domainName, validation: CertificateValidation.fromDns(zone) });
    const name = new DomainName(this, 'Name', {
      domainName,
      certificate,
      endpointType: EndpointType.REGIONAL,
      securityPolicy: SecurityPolicy.TLS_1_2,
    });
    name.addBasePathMapping(api, { stage: api.deploymentStage });
    if (zone) new ARecord(this, 'Record', { zone, target: RecordTarget.fromAlias(new ApiGatewayDomain(name)) });
    this.target = name.domainNameAliasDomainName;
  }
}
