import type { Route } from '../../shared/runtime/http/http-handler.ts';
import { json } from '../../shared/runtime/http/response.ts';

/** Queries a dependency of the service. Rejects if it does not answer. */
export type HealthCheck = () => Promise<unknown>;

const timeoutMs = 3_000;

const within = async (check: HealthCheck): Promise<'ok' | 'failed'> => {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('too late')), timeoutMs);
  });
  try {
    await Promise.race([check(), tooLate]);
    return 'ok';
  } catch {
    return 'failed';
  } finally {
    clearTimeout(timer);
  }
};

/** `GET /health`: the process is alive; with `?deep=1`, also that each dependency answers, by name. */
export const healthRoute =
  (checks: Readonly<Record<string, HealthCheck>>): Route =>
  async (request) => {
    if (request.query('deep') !== '1') return json(200, { status: 'ok' });
    const results = Object.fromEntries(
      await Promise.all(Object.entries(checks).map(async ([name, check]) => [name, await within(check)] as const)),
    );
    const healthy = Object.values(results).every((result) => result === 'ok');
    return json(healthy ? 200 : 503, { status: healthy ? 'ok' : 'failed', checks: results });
  };
