import type { Failure } from '../run/run-one.ts';
import type { Watcher } from '../world/run-plan.ts';
import type { Narrate, World } from '../world/world.ts';
import { changeInWords } from './change-in-words.ts';
import { orderNames, readable } from './names.ts';
import { timeText } from './time-text.ts';

interface Line {
  readonly at: number;
  readonly who: string;
  readonly what: string;
}

/** Counts and pages that follow from other lines. */
const passedOver: ReadonlySet<string> = new Set(['views', 'seen', 'audit', 'statements']);
const repeatedTopics: ReadonlySet<string> = new Set(['orders.audit']);

const timeWidth = 12;
const whoWidth = 22;

/** Listens to a run, and writes down what happened. */
export class StoryTeller {
  readonly #lines: Line[] = [];
  #world: World | undefined;

  readonly log: Narrate = (at, who, what) => void this.#lines.push({ at, who, what });

  readonly watcher: Watcher = {
    begin: (world) => {
      this.#world = world;
      const { scheduler, machine } = world;
      world.onCommit.push((changes) => {
        for (const change of changes) {
          if (passedOver.has(change.table)) continue;
          const who = change.table === 'gateway' ? 'gateway' : (machine.serving?.label ?? 'world');
          this.log(scheduler.now, who, changeInWords(change));
        }
      });
      world.onAppend.push(({ topic, partition, offset }) => {
        if (repeatedTopics.has(topic)) return;
        this.log(scheduler.now, machine.serving?.label ?? 'kafka', `emits ${topic}-${partition}@${offset}`);
      });
    },
  };

  /** @param failure what is not about the orders that it names is left out. */
  lines(failure?: Failure): readonly string[] {
    const world = this.#world;
    const shorten = world === undefined ? (text: string) => text : readable(world);
    const orders = world === undefined ? [] : [...orderNames(world).values()];
    const ordersIn = (text: string): readonly string[] => {
      const words = new Set(text.split(/[^\w-]+/));
      return orders.filter((order) => words.has(order));
    };
    const named = new Set(ordersIn(shorten(failure?.message ?? '')));
    const about = (text: string): boolean => {
      const others = ordersIn(text);
      return named.size === 0 || others.length === 0 || others.some((order) => named.has(order));
    };
    const end = failure === undefined ? [] : [`✗ ${failure.invariant}: ${shorten(failure.message)}`];
    return [
      ...this.#lines
        .map(({ at, who, what }) => `${timeText(at).padStart(timeWidth)}  ${who.padEnd(whoWidth)}  ${shorten(what)}`)
        .filter((line) => about(line)),
      ...end,
    ];
  }
}
