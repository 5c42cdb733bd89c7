/** Looks, not wall time: neither a machine that slept nor a busy one makes a run hang. */
const hangsAfterLooks = 120;

/** Finds from the number of the current run, read once a second, that it hangs. */
export class HangDetector {
  #run: number;
  #looks = 0;

  constructor(run: number) {
    this.#run = run;
  }

  /** Whether the run is the same for so many looks that it hangs. */
  hangsAt(run: number): boolean {
    this.#looks = run === this.#run ? this.#looks + 1 : 0;
    this.#run = run;
    return this.#looks > hangsAfterLooks;
  }
}
