export type { ChargeEnvironment as ReconcileEnvironment } from './charge.env.ts';
