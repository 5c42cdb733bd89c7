import { signal } from '@preact/signals';

/**
 * Whether requests are answered. `lost`: by the console's server; `unreachable`: by the platform behind it; `ended`: the server was
 * started again, and needs its new link. The next answer heals the first two.
 */
export type Connection = 'ok' | 'lost' | 'unreachable' | 'ended';

export const connection = signal<Connection>('ok');
