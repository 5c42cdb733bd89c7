import { type Access, type Route, routes } from '../../schemas/routes.ts';
import { decoded } from './decoded.ts';

/** A request to a route of the catalogue. */
export interface CatalogueRequest {
  readonly access: Access;
  readonly method: string;
  /** With each parameter encoded again. */
  readonly path: string;
}

const catalogue: readonly Route[] = Object.values(routes);

/** The parameter of a path, encoded. Undefined for dot segments, which a URL resolves: the path would be another one. */
const parameter = (segment: string): string | undefined => {
  const value = decoded(segment);
  return value === undefined || value === '' || value === '.' || value === '..' ? undefined : encodeURIComponent(value);
};

const isParameter = (segment: string): boolean => segment.startsWith('{');

const pathAlong = (template: string, path: string): string | undefined => {
  const [wanted, given] = [template.split('/'), path.split('/')];
  if (wanted.length !== given.length) return undefined;
  const segments = wanted.map((segment, n) =>
    isParameter(segment) ? parameter(given[n] ?? '') : segment === given[n] ? segment : undefined,
  );
  return segments.includes(undefined) ? undefined : segments.join('/');
};

const parametersIn = ({ path }: Route): number => path.split('/').filter(isParameter).length;

/** The route of the catalogue that a path names, a literal one before one with parameters; undefined for every other path. */
export const catalogueRequest = (method: string, path: string): CatalogueRequest | undefined => {
  const ofMethod = catalogue.filter((route) => route.method === method);
  for (const route of ofMethod.toSorted((one, other) => parametersIn(one) - parametersIn(other))) {
    const found = pathAlong(route.path, path);
    if (found !== undefined) return { access: route.access, method, path: found };
  }
  return undefined;
};
