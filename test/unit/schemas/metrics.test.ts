import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type MetricName, metrics } from '../../../schemas/metrics.ts';

const root = new URL('../../../functions/', import.meta.url);
const sources = globSync('**/*.ts', { cwd: root }).map((path) => ({
  path: path.replaceAll('\\', '/'),
  text: readFileSync(new URL(path, root), 'utf8'),
}));
/** As a string, or as a field of what a schedule or a route answers. */
const named = (name: string): RegExp => new RegExp(`['.]${name}'|\\b${name}( =|: | \\+=|,)`);
const naming = (name: string) => sources.filter(({ text }) => named(name).test(text)).map(({ path }) => path);

describe('metrics', () => {
  it.each(Object.keys(metrics) as readonly MetricName[])('%s is emitted by its declared functions', (name) => {
    expect(metrics[name]).not.toEqual([]);
    for (const emitter of metrics[name]) {
      const folder = `${emitter.split('/')[0]}/`;
      expect(sources.some(({ path }) => path === `${emitter}/${emitter.split('/')[1]}.handler.ts`)).toBe(true);
      const places = naming(name).filter((path) => path.startsWith(folder) || path.startsWith('shared/runtime/'));
      expect(places).not.toEqual([]);
    }
  });

  it('leave out none that the functions add', () => {
    const added = sources.flatMap(({ text }) => [...text.matchAll(/addMetric\('(\w+)'/g)].map(([, name]) => name));
    expect(added).not.toEqual([]);
    for (const name of added) expect(Object.keys(metrics)).toContain(name);
  });
});
