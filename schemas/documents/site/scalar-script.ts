import scalar from '@scalar/fastify-api-reference';

/** As much of Fastify as the plugin calls. */
interface Route {
  readonly url: string;
  handler(request: unknown, reply: Reply): string;
}
interface Reply {
  header(name: string, value: string): Reply;
  send(body: string): string;
}

/**
 * Scalar's standalone script, which draws OpenAPI and AsyncAPI documents. The plugin for Fastify is the one package that carries
 * it without the 283 packages that the script was built from (ADR 0040).
 * @throws {Error} the plugin no longer serves it.
 */
export const scalarScript = (): string => {
  const routes: Route[] = [];
  const fastify = { route: (route: Route) => routes.push(route), hasPlugin: () => false, initialConfig: {} };
  const plugin = scalar as unknown as (instance: typeof fastify, options: object, next: () => void) => void;
  plugin(fastify, { routePrefix: '/', configuration: { url: 'document.json' } }, () => undefined);
  const reply: Reply = { header: () => reply, send: (body) => body };
  const script = routes.find(({ url }) => url.endsWith('.js'))?.handler({}, reply);
  if (script === undefined) throw new Error('@scalar/fastify-api-reference serves no script');
  return script;
};
