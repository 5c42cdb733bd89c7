/**
 * State of the local platform across restarts on the same data folder: generated keys and passwords. The
 * platform keeps it in a file readable by its owner only; tests use a `Map`.
 */
export interface StateStore {
  get(key: string): string | undefined;
  set(key: string, value: string): void;
}

/** The value remembered under `key`, or a new one, remembered from now on. */
export function remembered(state: StateStore, key: string, create: () => string): string {
  const known = state.get(key);
  if (known !== undefined) return known;
  const created = create();
  state.set(key, created);
  return created;
}
