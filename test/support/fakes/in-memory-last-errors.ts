import type { FailedPlace, LastError, LastErrorReader } from '../../../functions/ops/dead-letters/ports.ts';

const nameOf = ({ principal, topic, partition, offset }: FailedPlace): string =>
  [principal, topic, partition, offset].join('|');

/** The last errors of records in memory. */
export class InMemoryLastErrors implements LastErrorReader {
  readonly #errors = new Map<string, LastError>();

  add(place: FailedPlace, error: LastError): void {
    this.#errors.set(nameOf(place), error);
  }

  async of(places: readonly FailedPlace[]): Promise<readonly (LastError | undefined)[]> {
    return places.map((place) => this.#errors.get(nameOf(place)));
  }
}
