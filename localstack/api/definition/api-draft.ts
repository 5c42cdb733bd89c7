import type { ModelDefinition } from './body-model.ts';
import type { Api, Deployment, GatewayResponse, LambdaAuthorizer, MethodDefinition } from './definition.ts';
import { RoutingTable } from './routing-table.ts';

/** An `AWS::ApiGateway::RequestValidator`. */
export interface RequestValidator {
  readonly body: boolean;
  readonly parameters: boolean;
}

const reserved: ReadonlySet<string> = new Set(['ping', 'sping']);

/** One REST API as its resources declare it; served only once it is deployed. */
export class ApiDraft {
  readonly api: Api;
  readonly rootResourceId: string;
  readonly models = new Map<string, ModelDefinition>();
  readonly validators = new Map<string, RequestValidator>();
  readonly authorizers = new Map<string, LambdaAuthorizer>();
  readonly gatewayResponses = new Map<string, GatewayResponse>();
  readonly #paths = new Map<string, string>();
  readonly #methods: MethodDefinition[] = [];

  constructor(api: Api, rootResourceId: string) {
    this.api = api;
    this.rootResourceId = rootResourceId;
    this.#paths.set(rootResourceId, '/');
  }

  /** @throws {Error} no such parent, or a path that API Gateway keeps to itself (rest-api-rules F4). */
  addResource(id: string, parentId: string, pathPart: string): void {
    if (parentId === this.rootResourceId && reserved.has(pathPart)) {
      throw new Error(`/${pathPart} is reserved: API Gateway checks its own health there`);
    }
    this.#paths.set(id, `${this.pathOf(parentId).replace(/\/$/, '')}/${pathPart}`);
  }

  /** @throws {Error} the API has no such resource. */
  pathOf(resourceId: string): string {
    const path = this.#paths.get(resourceId);
    if (path === undefined) throw new Error(`the API has no resource ${resourceId}`);
    return path;
  }

  addMethod(method: MethodDefinition): void {
    this.#methods.push(method);
  }

  /** A snapshot, as a deployment is on AWS: a method it does not depend on may be missing from it. */
  deploy(id: string): Deployment {
    return { id, routes: new RoutingTable(this.#methods), gatewayResponses: new Map(this.gatewayResponses) };
  }
}
