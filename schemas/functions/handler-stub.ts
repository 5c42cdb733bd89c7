import { routes } from '../routes.ts';
import type { FunctionDeclaration } from './declaration.ts';

/** What a function's own file composes, with what it takes and the runtime's adapter for its trigger. */
interface Trigger {
  readonly part: 'consumer' | 'task' | 'routes';
  readonly adapter: string;
  readonly from: string;
}

const kafka: Trigger = { part: 'consumer', adapter: 'kafkaHandler', from: 'handlers/kafka-handler.ts' };
const schedule: Trigger = { part: 'task', adapter: 'scheduledHandler', from: 'handlers/scheduled-handler.ts' };
const http: Trigger = { part: 'routes', adapter: 'httpHandler', from: 'http/http-handler.ts' };

const routed: ReadonlySet<string> = new Set(Object.values(routes).map((route) => route.function));

const triggerOf = (name: string, { consumes, everySeconds }: FunctionDeclaration): Trigger | undefined => {
  if (consumes !== undefined) return kafka;
  if (everySeconds !== undefined) return schedule;
  return routed.has(name) ? http : undefined;
};

const camelCase = (name: string): string => name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/**
 * The handler of a newly declared function: it gives the composition in `<use case>.consumer.ts`, `.task.ts` or `.routes.ts` the real
 * client, clock and environment. Undefined where another AWS service calls the function: then it has the form of that service.
 */
export const handlerStub = (name: string, declaration: FunctionDeclaration): string | undefined => {
  const trigger = triggerOf(name, declaration);
  if (trigger === undefined) return undefined;
  const [service = '', useCase = ''] = name.split('/');
  const composition = `${camelCase(useCase)}${trigger.part.charAt(0).toUpperCase()}${trigger.part.slice(1)}`;
  // Without a user of Kafka, it has none of the common variables.
  const reader = declaration.principal === undefined ? 'readVariables' : 'readEnvironment';
  const imports = [
    [`type { EnvironmentOf }`, '../../../schemas/functions/functions.ts'],
    [`{ ${service} }`, `../../../schemas/functions/${service}.ts`],
    ['{ documentClient }', '../../shared/runtime/dynamodb/dynamodb.ts'],
    [`{ ${reader} }`, '../../shared/runtime/environment.ts'],
    [`{ ${trigger.adapter} }`, `../../shared/runtime/${trigger.from}`],
    ['{ systemClock as clock }', '../../shared/runtime/system-clock.ts'],
    [`{ ${composition} }`, `./${useCase}.${trigger.part}.ts`],
  ].sort(([, a = ''], [, b = '']) => (a < b ? -1 : 1));
  const given = '{ client: documentClient(), clock, environment }';
  const handler =
    trigger === http
      ? `httpHandler(${composition}(${given}));`
      : `${trigger.adapter}({\n  environment,\n  ...${composition}(${given}),\n});`;
  return [
    ...imports.map(([what, from]) => `import ${what} from '${from}';`),
    '',
    `const declaration = ${service}['${name}'];`,
    `const environment = ${reader}<EnvironmentOf<'${name}'>>(declaration.environment);`,
    '',
    `export const handler = ${handler}`,
    '',
  ].join('\n');
};
