/**
 * What the local platform must remember across restarts on the same data folder: generated keys and passwords. The
 * platform keeps it in a file readable by its owner only; in tests a `Map` will do.
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
