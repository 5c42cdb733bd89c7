import type { About } from '../data/answers.ts';

export interface PageProps {
  readonly about: About;
  /** What of the page is shown: the segments of the address after its name. */
  readonly args: readonly string[];
}
