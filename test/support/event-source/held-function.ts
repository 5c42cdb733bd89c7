import { type Answer, FakeFunction } from './fake-function.ts';

/** A function that answers on command. */
export class HeldFunction extends FakeFunction {
  readonly #held: ((answer: Answer) => void)[] = [];

  constructor() {
    super(() => new Promise<Answer>((resolve) => this.#held.push(resolve)));
  }

  /** Ends the oldest invocation. */
  release(answer: Answer = {}): void {
    this.#held.shift()?.(answer);
  }
}
