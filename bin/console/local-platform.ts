import type { ApiAnswer } from '../../localstack/api/http/http-message.ts';
import type { PlatformState } from '../../localstack/platform-state.ts';
import type { Connection } from '../client/connection.ts';
import { fetchAnswer } from '../client/no-answer.ts';
import { mailboxPage, messageHtml } from '../mailbox/mailbox-page.ts';
import { answer, json, mail } from './answers.ts';
import { decoded } from './decoded.ts';
import { noAnswer } from './forward.ts';
import type { LocalPlatform } from './upstream.ts';

/** A broker takes its time to restart. */
const controlTimeoutMs = 120_000;

/** Actions of the control endpoint that the console offers. */
const controlActions: readonly RegExp[] = [
  /^GET \/statistics$/,
  /^POST \/kafka\/nodes\/node-\d+\/(kill|stop|restart|pause|resume)$/,
];

/** Sends an action to the control endpoint of the platform. */
const control = async (
  { endpoints, control: { token } }: Pick<PlatformState, 'endpoints' | 'control'>,
  action: string,
) => {
  const [method = '', path = ''] = action.split(' ');
  const response = await fetchAnswer(new URL(path, endpoints.control), {
    method,
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(controlTimeoutMs),
  });
  const body = await response.text();
  if (response.ok) return answer({ contentType: 'application/json', body });
  const { error } = JSON.parse(body) as { readonly error?: string };
  const title = error ?? response.statusText;
  return answer({
    status: response.status,
    contentType: 'application/problem+json',
    body: JSON.stringify({ type: 'about:blank', title, status: response.status }),
  });
};

const messagePath = /^\/messages\/([^/]+)\/([^/]+)\/html$/;

/** The control endpoint and the mailbox of a platform on this machine. */
export const localPlatform = (connection: Connection): LocalPlatform => {
  const messages = async (path: string, query: string): Promise<ApiAnswer | undefined> => {
    if (path === '/messages') {
      const user = new URLSearchParams(query).get('user');
      return json(await mailboxPage(connection, user === null || user === '' ? undefined : user));
    }
    const [, user, notification] = messagePath.exec(path) ?? [];
    if (user === undefined || notification === undefined) return undefined;
    const [userId, notificationId] = [decoded(user), decoded(notification)];
    if (userId === undefined || notificationId === undefined) return undefined;
    const html = await messageHtml(connection, userId, notificationId);
    return html === undefined ? undefined : mail(html);
  };
  return {
    answer: async ({ method, path, query }) => {
      const action = `${method} ${path}`;
      if (!controlActions.some((known) => known.test(action)))
        return method === 'GET' ? messages(path, query) : undefined;
      try {
        return await control(connection.state, action);
      } catch (error) {
        return noAnswer(error);
      }
    },
  };
};
