/** The key of a route: the path template of its resource and a method, `ANY` included. */
export interface Routable {
  readonly resourcePath: string;
  readonly httpMethod: string;
}

export interface Match<Method> {
  readonly method: Method;
  /** By parameter name, undecoded as in the request (rest-api-rules A8). */
  readonly pathParameters: Readonly<Record<string, string>>;
}

interface Node<Method> {
  readonly literals: Map<string, Node<Method>>;
  readonly parameters: Map<string, Node<Method>>;
  readonly greedy: Map<string, Node<Method>>;
  readonly methods: Map<string, Method>;
}

const anyMethods = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']);

/**
 * Finds the method for a request: a literal segment before `{param}` before `{proxy+}`, the exact method before ANY, and
 * back to the next best resource when the best has no such method or child (rest-api-rules B1–B6).
 */
export class RoutingTable<Method extends Routable> {
  readonly #root: Node<Method> = newNode();

  constructor(methods: Iterable<Method>) {
    for (const method of methods) this.#add(method);
  }

  /** @param path without the stage; slashes at its end do not count (A7). */
  match(httpMethod: string, path: string): Match<Method> | undefined {
    return find(this.#root, segmentsOf(path), 0, httpMethod, []);
  }

  #add(method: Method): void {
    let node = this.#root;
    for (const [index, segment] of segmentsOf(method.resourcePath).entries()) {
      const parameter = /^\{(.+?)(\+?)\}$/.exec(segment);
      const greedy = parameter?.[2] === '+';
      if (greedy && index !== segmentsOf(method.resourcePath).length - 1) {
        throw new Error(`resource ${method.resourcePath}: a greedy parameter must be the last segment`);
      }
      const children = !parameter ? node.literals : greedy ? node.greedy : node.parameters;
      const key = parameter?.[1] ?? segment;
      const child = children.get(key) ?? newNode<Method>();
      children.set(key, child);
      node = child;
    }
    node.methods.set(method.httpMethod, method);
  }
}

/** The path without its stage: slashes before the first segment collapse, the rest stays (A6, A7). */
export function pathWithoutStage(path: string, stage: string): string {
  return `/${path.slice(stage.length + 1).replace(/^\/+/, '')}`;
}

function segmentsOf(path: string): readonly string[] {
  const trimmed = path.replace(/^\//, '').replace(/\/+$/, '');
  return trimmed === '' ? [] : trimmed.split('/');
}

function find<Method>(
  node: Node<Method>,
  segments: readonly string[],
  depth: number,
  httpMethod: string,
  parameters: readonly (readonly [string, string])[],
): Match<Method> | undefined {
  const segment = segments[depth];
  if (segment === undefined) return matched(node, httpMethod, parameters);
  const literal = node.literals.get(segment);
  const found = literal && find(literal, segments, depth + 1, httpMethod, parameters);
  if (found) return found;
  if (segment !== '') {
    for (const [name, child] of node.parameters) {
      const inside = find(child, segments, depth + 1, httpMethod, [...parameters, [name, segment]]);
      if (inside) return inside;
    }
  }
  for (const [name, child] of node.greedy) {
    const rest = matched(child, httpMethod, [...parameters, [name, segments.slice(depth).join('/')]]);
    if (rest) return rest;
  }
  return undefined;
}

function matched<Method>(
  node: Node<Method>,
  httpMethod: string,
  parameters: readonly (readonly [string, string])[],
): Match<Method> | undefined {
  const method = node.methods.get(httpMethod) ?? (anyMethods.has(httpMethod) ? node.methods.get('ANY') : undefined);
  return method && { method, pathParameters: Object.fromEntries(parameters) };
}

function newNode<Method>(): Node<Method> {
  return { literals: new Map(), parameters: new Map(), greedy: new Map(), methods: new Map() };
}
