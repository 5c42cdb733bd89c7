/** Data of a panel, and the last failure to load them. */
export interface Loaded<T> {
  readonly data?: T;
  /** When the data came, in epoch milliseconds. */
  readonly at?: number;
  /** Of the last request, if that failed. `status` is 0 without an answer. */
  readonly fault?: { readonly status: number; readonly message: string };
}

export type PanelState = 'loading' | 'error' | 'missing' | 'stale' | 'ready';

/** `stale`: the last request failed, and the data of an earlier one are shown. `missing`: there is no such thing (404). */
export const panelState = ({ data, fault }: Loaded<unknown>): PanelState => {
  if (fault?.status === 404) return 'missing';
  if (data === undefined) return fault === undefined ? 'loading' : 'error';
  return fault === undefined ? 'ready' : 'stale';
};
