import type { EventTypeOf, TopicName } from '../topics.ts';
import { analytics } from './analytics.ts';
import { audit } from './audit.ts';
import type { FunctionDeclaration } from './declaration.ts';
import { inventory } from './inventory.ts';
import { notification } from './notification.ts';
import { ops } from './ops.ts';
import { order } from './order.ts';
import { payment } from './payment.ts';

/** Every function of every service, each declared once. Lists that are derived from it keep this order. */
export const functions = {
  ...order,
  ...inventory,
  ...payment,
  ...notification,
  ...analytics,
  ...audit,
  ...ops,
} as const;

type Functions = typeof functions;
export type FunctionName = keyof Functions;
export const functionNames = Object.keys(functions) as readonly FunctionName[];

/** A SCRAM user of the Kafka cluster: one per service, and `admin`, which owns the cluster. */
export type Principal = Exclude<Functions[FunctionName]['principal'], undefined>;

/** The functions that have a user of Kafka. */
export type KafkaFunctionName = {
  [F in FunctionName]: Functions[F]['principal'] extends Principal ? F : never;
}[FunctionName];

/** The functions that event source mappings feed. */
export type ConsumerFunction = {
  [F in FunctionName]: Functions[F] extends { readonly consumes: readonly unknown[] } ? F : never;
}[FunctionName];

type WantedOf<C> = C extends { readonly only: readonly (infer W)[] }
  ? W extends { readonly type: infer T }
    ? T
    : W
  : C extends { readonly topic: infer N extends TopicName }
    ? EventTypeOf<N>
    : never;

/** The event types that a function's event sources deliver: its handler accepts these and no others. */
export type EventTypeFor<F extends ConsumerFunction> = Extract<
  WantedOf<Functions[F]['consumes'][number]>,
  EventTypeOf<TopicName>
>;

/** The variables of a function's environment besides the common ones. */
export type VariableOf<F extends FunctionName> = keyof Functions[F]['environment'];

/** A function's environment besides the common variables. */
export type EnvironmentOf<F extends FunctionName> = { readonly [V in VariableOf<F>]: string };

/** The settings that functions are given by name. */
export type SettingName = {
  [F in FunctionName]: Extract<
    Functions[F]['environment'][keyof Functions[F]['environment']],
    { setting: string }
  >['setting'];
}[FunctionName];

/** A function's declaration without its literals, for code that reads any of them. */
export const declarationOf = (name: FunctionName): FunctionDeclaration<Principal> => functions[name];
