import { signal } from '@preact/signals';
import { type Place, placeOf } from './place.ts';

/** Where the operator is: the fragment of the address, so that every place has a link and the browser's history works. */
export const place = signal<Place>(placeOf(window.location.hash));

window.addEventListener('hashchange', () => {
  place.value = placeOf(window.location.hash);
});

export const goTo = (link: string): void => {
  window.location.hash = link;
};
