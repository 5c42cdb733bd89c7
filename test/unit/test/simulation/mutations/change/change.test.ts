import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import {
  addArgument,
  always,
  type Change,
  doNotAwait,
  drop,
  insertBefore,
  never,
  replace,
  setArgument,
  setProperty,
  swap,
  together,
  within,
} from '../../../../../simulation/mutations/change/change.ts';
import {
  cut,
  narrowPart,
  overwrite,
  readStale,
  widen,
  widenPart,
} from '../../../../../simulation/mutations/change/dynamodb-change.ts';
import { edited } from '../../../../../simulation/mutations/change/edit.ts';
import {
  assignment,
  call,
  catchClause,
  conditional,
  destructured,
  element,
  ifLeadingTo,
  ifTesting,
  operand,
  property,
  returned,
  returnedByDefault,
  statementOf,
  testOf,
  text,
} from '../../../../../simulation/mutations/change/select.ts';

const changed = (source: string, change: Change): string => {
  const node = ts.createSourceFile('some.ts', source, ts.ScriptTarget.Latest, true);
  return edited(source, change({ symbol: node, node }))
    .replace(/\s+/g, ' ')
    .trim();
};

const filledIn = `\${a}`;

describe('changes', () => {
  it.each<[string, string, Change, string]>([
    ['drops a statement', 'one(); store.keep(1); two();', drop(statementOf(call('keep'))), 'one(); ; two();'],
    ['drops an element', 'f([...a, g(1), ...c]);', drop(element('g')), 'f([...a, ...c]);'],
    ['drops the last property', 'f({ a, b: 1 });', drop(property('b')), 'f({ a, });'],
    ['ignores a test', 'if (a && g(b)) c();', never(ifTesting('g')), 'if (((a && g(b)), false)) c();'],
    ['takes one branch', 'f(g(a) ? 1 : 2);', always(conditional('g')), 'f(((g(a)), true) ? 1 : 2);'],
    ['ignores an operand', 'f(a.x && b.y);', always(operand('y')), 'f(a.x && ((b.y), true));'],
    ['replaces with parts', 'f(store.put(a, b));', replace(call('put'), '$receiver.set($arg2)'), 'f(store.set(b));'],
    ['negates', 'if (a.x < b.x) c();', replace(testOf(ifTesting('x')), '$left > $right'), 'if (a.x > b.x) c();'],
    [
      'finds an if by what it leads to',
      'if (a) b(); if (c) d();',
      replace(testOf(ifLeadingTo('d')), '!$it'),
      'if (a) b(); if (!c) d();',
    ],
    [
      'names results and destructured variables',
      'const f = ({ retry: again }) => { const found = await find(1); return done(2); };',
      replace(returned('done'), '[$find, $retry, $owner1]'),
      'const f = ({ retry: again }) => { const found = await find(1); return [found, again, { retry: again }]; };',
    ],
    [
      'replaces what is returned by default',
      `function f(a) { switch (a) { case 1: return 2; default: return 3; } }`,
      replace(returnedByDefault(), '$param1'),
      `function f(a) { switch (a) { case 1: return 2; default: return a; } }`,
    ],
    ['replaces an assignment', 'a = b.error;', replace(assignment('error'), 'return $right'), 'return b.error;'],
    ['replaces what is destructured', 'const { a } = b;', replace(destructured('a'), 'f($it)'), 'const { a } = f(b);'],
    ['replaces a text', `f('one two');`, replace(text('two'), `'three'`), `f('three');`],
    ['inserts', '{ if (a) b(1); }', insertBefore(call('b'), 'c($arg1);'), '{ c(1); if (a) b(1); }'],
    ['sets a property', 'f({ a, b: 1 });', setProperty('a', '[$it, $b]'), 'f({ a: [a, 1], b: 1 });'],
    ['sets an argument', 'f(a, b);', setArgument('f', 2, 'g($it)'), 'f(a, g(b));'],
    ['adds an argument to each call', 'f(g(a), g(b));', addArgument('g', 'c'), 'f(g(a, c), g(b, c));'],
    ['does not await', '{ await f(a); }', doNotAwait('f'), '{ void f(a).catch(() => undefined); }'],
    [
      'swaps two awaited steps',
      '{ if (a) await f(a); return g(await h(b)); }',
      swap('f', 'h'),
      '{ const swapped = await h(b); if (a) await f(a); return g(swapped); }',
    ],
    [
      'changes a part of the symbol',
      'f(1); try { a(); } catch { f(2); }',
      within(catchClause(), setArgument('f', 1, '0')),
      'f(1); try { a(); } catch { f(0); }',
    ],
    [
      'makes several changes',
      'f({ a: 1, b: 2 });',
      together(setProperty('a', '$b'), setProperty('b', '$a')),
      'f({ a: 2, b: 1 });',
    ],
    ['widens a condition', `f('a = :a', g);`, widen('b = :b'), `f('((a = :a) OR b = :b)', g);`],
    [
      'widens a condition with a part',
      'const f = (a) => `attribute_exists(<a>)`;'.replace('<a>', filledIn),
      widen(`#b < \${$part1}`),
      'const f = (a) => `((attribute_exists(<a>)) OR #b < <a>)`;'.replaceAll('<a>', filledIn),
    ],
    ['widens one condition of two', `f('a = :a', 'b = :b');`, widen('c', 'b ='), `f('a = :a', '((b = :b) OR c)');`],
    ['widens a part', `f('a = :a AND b < :b');`, widenPart('b < :b', 'c'), `f('a = :a AND (b < :b OR c)');`],
    ['narrows a part', `f('a = :a OR b < :b');`, narrowPart('b < :b', 'c'), `f('a = :a OR (b < :b AND c)');`],
    ['cuts', `f('a = :a AND b < :b');`, cut(' AND b < :b'), `f('a = :a');`],
    ['overwrites', `f('SET a = if_not_exists(a, :a)');`, overwrite(), `f('SET a = :a');`],
    ['reads late', 'f({ Key, ConsistentRead: true });', readStale(), 'f({ Key, ConsistentRead: false });'],
  ])('%s', (_, source, change, expected) => {
    expect(changed(source, change)).toBe(expected);
  });

  it.each<[string, string, Change, string]>([
    ['a step that is not awaited', 'f(1);', doNotAwait('f'), 'The call of f is not awaited'],
    ['two steps in the other order', '{ await g(1); await f(1); }', swap('f', 'g'), 'g is awaited before f'],
    ['an argument that is not there', 'f(1);', setArgument('f', 2, '0'), 'The call of f has no argument 2'],
    ['a call that is not there', 'f(1);', addArgument('g', '0'), 'No place matches: call of g'],
    ['two consistent reads', 'f({ ConsistentRead: true }, { ConsistentRead: true })', readStale(), '2 places match'],
    ['a local variable of that name', 'const g = 1; if (g) f();', never(ifTesting('g')), 'No place matches'],
  ])('refuse %s', (_, source, change, message) => {
    expect(() => changed(source, change)).toThrow(message);
  });
});
