import { AuthorizationType, MockIntegration, PassthroughBehavior, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { problemBase, problems } from '../../../schemas/problems.ts';

const contentType = 'method.response.header.Content-Type';

const noSuchRoute = {
  type: `${problemBase}not-found`,
  title: problems['not-found'].title,
  status: problems['not-found'].status,
  detail: 'There is no such route',
};

/**
 * Answers unknown routes. By itself API Gateway answers an unknown route like an unsigned request, "Missing Authentication
 * Token"; with this, that answer means unsigned alone.
 */
export class UnknownRoutes extends Construct {
  constructor(scope: Construct, id: string, { api }: { readonly api: RestApi }) {
    super(scope, id);
    const statusCode = String(noSuchRoute.status);
    const notFound = new MockIntegration({
      passthroughBehavior: PassthroughBehavior.NEVER,
      requestTemplates: { 'application/json': JSON.stringify({ statusCode: noSuchRoute.status }) },
      integrationResponses: [
        {
          statusCode,
          responseTemplates: { 'application/json': JSON.stringify(noSuchRoute) },
          responseParameters: { [contentType]: "'application/problem+json'" },
        },
      ],
    });
    const options = {
      apiKeyRequired: false,
      authorizationType: AuthorizationType.NONE,
      methodResponses: [{ statusCode, responseParameters: { [contentType]: true } }],
    };
    api.root.addMethod('ANY', notFound, options);
    api.root.addResource('{proxy+}').addMethod('ANY', notFound, options);
  }
}
