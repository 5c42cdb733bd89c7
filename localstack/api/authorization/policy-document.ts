/** Evaluates an authorizer's policy for a method: Deny wins, no matching statement is a refusal (E4). */
export function policyDecision(policyDocument: unknown, methodArn: string): 'Allow' | 'Deny' | 'nothing' {
  const effects = statements(policyDocument)
    .filter((statement) => covers(statement, 'Action', 'execute-api:Invoke'))
    .filter((statement) => covers(statement, 'Resource', methodArn))
    .map((statement) => statement['Effect']);
  if (effects.includes('Deny')) return 'Deny';
  return effects.includes('Allow') ? 'Allow' : 'nothing';
}

type Statement = Readonly<Record<string, unknown>>;

/** @throws {Error} the document has no statements. */
function statements(policyDocument: unknown): readonly Statement[] {
  const statement = isRecord(policyDocument) ? policyDocument['Statement'] : undefined;
  const list: readonly unknown[] = Array.isArray(statement) ? statement : [statement];
  if (!list.every(isRecord)) throw new Error('the policy document has no statements');
  return list;
}

function covers(statement: Statement, element: 'Action' | 'Resource', value: string): boolean {
  const patterns = statement[element];
  return (Array.isArray(patterns) ? patterns : [patterns]).some(
    (pattern) => typeof pattern === 'string' && wildcard(pattern, element === 'Action').test(value),
  );
}

/** `*` any characters, `?` one; action names do not distinguish case. */
function wildcard(pattern: string, ignoreCase: boolean): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, ignoreCase ? 'is' : 's');
}

function isRecord(value: unknown): value is Statement {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
