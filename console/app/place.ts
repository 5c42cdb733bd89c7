/** A page, and what of it is shown: `#/orders/<id>` is the page `orders` with one argument. */
export interface Place {
  readonly page: string;
  readonly args: readonly string[];
}

const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};

/** @param fragment as in the address, with its `#`. */
export const placeOf = (fragment: string): Place => {
  const [page = '', ...args] = fragment
    .replace(/^#?\/?/, '')
    .split('/')
    .map(decoded);
  return { page, args: args.filter((arg) => arg !== '') };
};

/** The link to a place. */
export const linkTo = (page: string, ...args: readonly string[]): string =>
  `#/${[page, ...args].map(encodeURIComponent).join('/')}`;
