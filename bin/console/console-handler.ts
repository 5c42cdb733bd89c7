import { type ApiAnswer, type ApiRequest, headerValue } from '../../localstack/api/http/http-message.ts';
import { answer, consoleProblems, json, problem, redirect } from './answers.ts';
import { forward } from './forward.ts';
import { foreignRequest, isFromOtherPage, isRead } from './guard.ts';
import type { PageFiles } from './page-files.ts';
import type { ConsoleSession } from './session.ts';
import type { LocalPlatform, Upstream } from './upstream.ts';

/** The stage that the console operates, as the page shows it. */
interface ConsoleStage {
  /** `local`, or the name of the stage on AWS. */
  readonly name: string;
  readonly region: string;
  /** URL of the contracts' pages. */
  readonly docsUrl?: string;
}

export interface ConsoleParts {
  readonly stage: ConsoleStage;
  readonly session: ConsoleSession;
  /** Asked for at each request of a file. */
  readonly files: () => Promise<PageFiles>;
  readonly upstream: Upstream;
  /** Only where the platform runs on this machine. */
  readonly local?: LocalPlatform;
}

export const consolePath = '/console/';

const remedy = 'Open the link that `npx orderstream console` prints. Each start of the console has another.';

const noSession = ({ path }: ApiRequest): ApiAnswer =>
  path === consolePath
    ? answer({ status: 401, contentType: 'text/plain; charset=utf-8', body: `No session. ${remedy}\n` })
    : problem(401, 'No session', remedy, consoleProblems.noSession);

/**
 * Answers the requests of one console server. Every request must name one of its hosts and come from its own page or the start link;
 * everything but the start link needs the session.
 * @param hosts as in `Host`: with the port.
 */
export const consoleHandler = (parts: ConsoleParts, hosts: readonly string[]) => {
  const { session, files, upstream, local, stage } = parts;

  const page = async (name: string, query: string): Promise<ApiAnswer> => {
    const token = name === '' ? new URLSearchParams(query).get('token') : null;
    // The cookie is there already: only the address is cleared of the token.
    if (token !== null) return redirect(303, consolePath);
    const file = (await files()).get(name);
    return file === undefined ? problem(404, 'No such file') : answer(file);
  };

  const start = (request: ApiRequest): ApiAnswer => {
    const token = request.path === consolePath ? new URLSearchParams(request.query).get('token') : null;
    if (token === null || !session.accepts(token)) return noSession(request);
    return redirect(303, consolePath, ['Set-Cookie', session.cookie(consolePath)]);
  };

  const about = () => ({ ...stage, local: local !== undefined, client: upstream.senders.has('client') });

  return async (request: ApiRequest): Promise<ApiAnswer> => {
    const { method, path, query, headers, bodyTooLarge } = request;
    const foreign = foreignRequest(request, hosts);
    if (foreign !== undefined) return problem(403, 'Refused', foreign);
    if (bodyTooLarge) return problem(413, 'Too large');
    if (`${path}/` === consolePath && isRead(method)) return redirect(308, consolePath);
    if (!path.startsWith(consolePath)) return problem(404, 'No such page', `the console is at ${consolePath}`);
    if (!session.isOpenFor(headerValue(headers, 'cookie'))) return isRead(method) ? start(request) : noSession(request);

    const [area = '', ...rest] = path.slice(consolePath.length).split('/');
    const below = `/${rest.join('/')}`;
    if (['about', 'api', 'local'].includes(area) && isFromOtherPage(request))
      return problem(403, 'Refused', 'the request comes from another page');
    if (area === 'api') return forward(upstream, below, request);
    if (area === 'local') {
      const answered = await local?.answer({ method, path: below, query });
      return answered ?? problem(404, 'No such action');
    }
    if (!isRead(method)) return problem(405, 'Read only');
    return area === 'about' ? json(about()) : page(path.slice(consolePath.length), query);
  };
};
