import { TransientError } from '../../shared/runtime/idioms/transient-error.ts';
import {
  type Contribution,
  changeOf,
  type LostPlace,
  type Reached,
  type RowChange,
  redeliveryOf,
  replayOf,
  rowName,
  wasCountedAt,
} from '../model/domain.ts';
import type { ViewStore } from '../model/ports.ts';

/** Races lost in a row: only another invocation with the same partition changes the row's fence. */
const raceLimit = 8;

const addUntilDone = async (
  key: Contribution,
  store: ViewStore,
  first: Reached | undefined,
  changeFor: (row: Reached | undefined) => RowChange | undefined,
): Promise<void> => {
  let row = first;
  for (let attempt = 1; attempt <= raceLimit; attempt += 1) {
    const change = changeFor(row);
    if (change === undefined) return;
    row = await store.add({ view: key.view, row: key.row }, change);
    if (row === undefined) return;
  }
  throw new TransientError(`Another writer won ${raceLimit} races for the row ${rowName(key)}`);
};

/** Adds the contributions that the row has not counted yet. */
export const addToRow = async (contributions: readonly Contribution[], store: ViewStore): Promise<void> => {
  const [key] = contributions;
  if (key !== undefined) await addUntilDone(key, store, undefined, (row) => changeOf(contributions, row));
};

/** Adds a dead-lettered event's contribution to a row unless the row has counted it at another of its places. */
export const recountLost = async (
  contribution: Contribution,
  { lost, later }: { readonly lost: readonly LostPlace[]; readonly later: readonly LostPlace[] },
  store: ViewStore,
): Promise<void> => {
  const { view, row: name, fence, position } = contribution;
  const isHere = (place: LostPlace): boolean => place.fence === fence && place.position === position;
  const elsewhere = lost.filter((place) => !isHere(place));
  const changeFor = (row: Reached = { fences: {} }): RowChange | undefined => {
    if (elsewhere.length === lost.length) return replayOf(contribution, lost, row);
    const isCountedElsewhere = [...elsewhere, ...later].some((place) => wasCountedAt(row, place));
    return isCountedElsewhere ? undefined : redeliveryOf(contribution, row);
  };
  await addUntilDone(contribution, store, await store.reached({ view, row: name }), changeFor);
};
