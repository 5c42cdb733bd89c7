import type { Invoker } from '../../lambda/invoker.ts';
import type { RunningWork } from '../../lambda/running-work.ts';
import type { IamIdentitySource } from '../authorization/iam-authorization.ts';
import { LambdaAuthorizers } from '../authorization/lambda-authorizer.ts';
import type { ApiDraft } from '../definition/api-draft.ts';
import type { Deployment, Stage } from '../definition/definition.ts';
import type { ApiAnswer, ApiRequest } from '../http/http-message.ts';
import { type HttpServer, serveHttp } from '../http/http-server.ts';
import { type StaticFiles, StaticSite } from '../http/static-site.ts';
import { Admission } from '../usage-plans/admission.ts';
import { UsagePlans } from '../usage-plans/usage-plans.ts';
import { Gateway } from './gateway.ts';

export interface RestApisOptions {
  readonly invoker: Invoker;
  /** The identities that may sign requests for methods with AWS_IAM. */
  readonly identities: IamIdentitySource;
  /** Counts requests that change something. */
  readonly clientWork: RunningWork;
  /** Of the first API; if it is taken, and for all further APIs, a free one is used. */
  readonly preferredPort?: number;
  /** Of the first API in any case. */
  readonly onlyPort?: number;
  /** Called with every request that failed by the fault of the gateway, its configuration or a function. */
  readonly onFailure?: (problem: unknown, request: ApiRequest) => void;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

/** The account's REST APIs, each served on its own loopback port from its first stage on. */
export class RestApis {
  readonly usagePlans = new UsagePlans();
  readonly #options: RestApisOptions;
  readonly #now: () => number;
  readonly #admission: Admission;
  readonly #drafts = new Map<string, ApiDraft>();
  readonly #deployments = new Map<string, Deployment>();
  readonly #served = new Map<string, { readonly gateway: Gateway; readonly server: HttpServer }>();
  readonly #urls = new Map<string, string>();
  readonly #sites = new Map<string, StaticSite>();

  constructor(options: RestApisOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#admission = new Admission(this.usagePlans, this.#now);
  }

  addApi(draft: ApiDraft): void {
    this.#drafts.set(draft.api.id, draft);
  }

  /** @throws {Error} no such API. */
  draft(apiId: string): ApiDraft {
    const draft = this.#drafts.get(apiId);
    if (!draft) throw new Error(`no REST API ${apiId}`);
    return draft;
  }

  deploy(apiId: string, deploymentId: string): void {
    this.#deployments.set(deploymentId, this.draft(apiId).deploy(deploymentId));
  }

  /** Starts serving a stage. @throws {Error} no such API or deployment. */
  async addStage(stage: Omit<Stage, 'api' | 'deployment'>, apiId: string, deploymentId: string): Promise<void> {
    const { api } = this.draft(apiId);
    const deployment = this.#deployments.get(deploymentId);
    if (!deployment) throw new Error(`no deployment ${deploymentId}`);
    if (this.#sites.has(stage.name)) throw new Error(`the stage ${stage.name} has the path of a site`);
    const served = this.#served.get(apiId) ?? (await this.#serve());
    this.#served.set(apiId, served);
    served.gateway.addStage({ ...stage, api, deployment });
    this.#urls.set(`${apiId}/${stage.name}`, `http://127.0.0.1:${served.server.port}/${stage.name}`);
  }

  /** The base URL of a stage, without a slash at its end; undefined if it is not served. */
  urlOf(restApiId: string, stageName: string): string | undefined {
    return this.#urls.get(`${restApiId}/${stageName}`);
  }

  /**
   * The local counterpart of `https://<api>.execute-api.<region>.<suffix>/<stage>/…`, the rest of the path kept;
   * undefined for any other URL.
   */
  localUrl(awsUrl: string): string | undefined {
    const parts = /^https:\/\/([a-z0-9]+)\.execute-api\.[a-z0-9-]+\.[a-z0-9.-]+\/([^/?#]+)(.*)$/.exec(awsUrl);
    const base = parts && this.urlOf(parts[1] ?? '', parts[2] ?? '');
    return base ? `${base}${parts[3]}` : undefined;
  }

  /** The value for `x-api-key`; undefined if there is no such key. */
  apiKeyValue(apiKeyId: string): string | undefined {
    return this.usagePlans.keyValue(apiKeyId);
  }

  /**
   * Serves files beside the stages of every API, under a folder of their own.
   * @throws {Error} a stage has that path.
   */
  addSite(folder: string, files: StaticFiles): void {
    if ([...this.#urls.keys()].some((key) => key.endsWith(`/${folder}`)))
      throw new Error(`a stage has the path /${folder}`);
    this.#sites.set(folder, new StaticSite(folder, files));
  }

  /** Lets requests in flight finish for at most `graceMs`. */
  async close(graceMs?: number): Promise<void> {
    await Promise.all([...this.#served.values()].map(({ server }) => server.close(graceMs)));
  }

  async #serve(): Promise<{ gateway: Gateway; server: HttpServer }> {
    const { invoker, identities, clientWork, onlyPort, preferredPort, onFailure = () => undefined } = this.#options;
    const gateway = new Gateway({
      invoker,
      admission: this.#admission,
      authorizers: new LambdaAuthorizers(invoker, this.#now),
      identities,
      clientWork,
      now: this.#now,
      onFailure,
    });
    const first = this.#served.size === 0;
    const port = first ? (onlyPort ?? preferredPort) : undefined;
    const only = first && onlyPort !== undefined;
    const server = await serveHttp(async (request) => this.#site(request) ?? gateway.handle(request), port, { only });
    return { gateway, server };
  }

  #site(request: ApiRequest): ApiAnswer | undefined {
    return this.#sites.get(request.path.split('/', 2)[1] ?? '')?.answer(request);
  }
}
