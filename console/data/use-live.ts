import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Loaded } from '../model/loaded.ts';
import { type Polled, type PollPorts, poll } from './poll.ts';
import { RequestFault } from './request.ts';

const everyTwoSeconds = (): number => 2_000;

const browser: PollPorts = {
  isVisible: () => document.visibilityState === 'visible',
  onVisibility: (listener) => {
    document.addEventListener('visibilitychange', listener);
    return () => document.removeEventListener('visibilitychange', listener);
  },
  after: (milliseconds, run) => {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
};

export interface Live<T> extends Loaded<T> {
  /** Loads at once: after an action. */
  refresh(): void;
}

const faultOf = (error: unknown): RequestFault =>
  error instanceof RequestFault ? error : new RequestFault(0, error instanceof Error ? error.message : String(error));

/**
 * Keeps data up to date as long as the component is shown and the page is visible.
 * @param key of what is loaded: with another one, the data of before are dropped.
 * @param everyMs from an answer to the next request.
 */
export const useLive = <T>(
  load: (signal: AbortSignal) => Promise<T>,
  key: string,
  everyMs = everyTwoSeconds,
): Live<T> => {
  const [loaded, setLoaded] = useState<Loaded<T> & { readonly key: string }>({ key });
  const polled = useRef<Polled | undefined>(undefined);
  useEffect(() => {
    const own = poll(
      load,
      (outcome) =>
        setLoaded((before) => {
          const kept = before.key === key ? before : { key };
          if ('error' in outcome) return { ...kept, fault: faultOf(outcome.error) };
          return { key, data: outcome.value, at: Date.now() };
        }),
      everyMs,
      browser,
    );
    polled.current = own;
    return own.stop;
    // The function is another one at each rendering; the key names what it loads.
  }, [key]);
  const refresh = useCallback(() => polled.current?.refresh(), []);
  return { ...(loaded.key === key ? loaded : {}), refresh };
};
