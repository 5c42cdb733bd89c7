import type { AwaitPlace, FaultSpec } from '../plan/plan.ts';
import { Moments } from './moments.ts';

/** One kind of await of one function: crashed there before and after its request. */
export interface AwaitCount {
  reached: number;
  diedBefore: number;
  diedAfter: number;
}

interface Progress {
  awaits: number;
  /** By kind: the how-manieth it was when it came first, and how often it came. */
  readonly kinds: Map<string, { readonly index: number; count: number }>;
  pending: FaultSpec[];
  readonly repeated: Repeated[];
}

/** A fault at kinds that begin alike: it has a count of its own. */
interface Repeated {
  readonly spec: FaultSpec;
  readonly place: Extract<AwaitPlace, { readonly like: string }>;
  seen: number;
}

/** What is done, on whatever condition. */
const isOfKind = (kind: string, named: string): boolean => kind === named || kind.startsWith(`${named} IF `);

/** Decides, by the plan, what goes wrong at which await; counts both. */
export class FaultInjector {
  readonly #progress = new Map<string, Progress>();
  readonly #specs: ReadonlyMap<string, readonly FaultSpec[]>;
  /** By function and kind of await: `order/saga` → `Update orders …`. */
  readonly awaits = new Map<string, Map<string, AwaitCount>>();
  /** How often each fault was injected, by its name. */
  readonly injected = new Map<string, number>();
  /** By process, its label: when something went wrong for it. */
  readonly troubles = new Map<string, number[]>();
  readonly #moments: Moments;
  #mended = false;

  constructor(specs: readonly FaultSpec[], moments = new Moments()) {
    this.#specs = Map.groupBy(specs, (spec) => spec.function);
    this.#moments = moments;
  }

  /** From now on no defect is met: what was dead-lettered for one is replayed once the code is mended, not before. */
  mend(): void {
    this.#mended = true;
  }

  get isMended(): boolean {
    return this.#mended;
  }

  /** Called at each await, with what it is; answers what is to go wrong. */
  at(functionName: string, kind: string): FaultSpec | undefined {
    const fault = this.#faultAt(functionName, kind);
    return this.#mended && fault?.kind === 'defect' ? undefined : fault;
  }

  #faultAt(functionName: string, kind: string): FaultSpec | undefined {
    const progress = this.#progressOf(functionName);
    progress.awaits += 1;
    const known = progress.kinds.get(kind) ?? { index: progress.kinds.size + 1, count: 0 };
    known.count += 1;
    progress.kinds.set(kind, known);
    this.countOf(functionName, kind).reached += 1;
    const due = progress.pending.find(({ place }) => {
      if ('nth' in place) return place.nth === progress.awaits;
      if ('like' in place) return false;
      const named = 'kind' in place ? isOfKind(kind, place.kind) : place.distinct === known.index;
      return named && place.occurrence === known.count;
    });
    const repeated = this.#repeatedAt(progress, kind);
    if (due === undefined) return repeated;
    progress.pending = progress.pending.filter((spec) => spec !== due);
    return due;
  }

  #repeatedAt({ repeated }: Progress, kind: string): FaultSpec | undefined {
    let due: FaultSpec | undefined;
    for (const one of repeated) {
      const { like, occurrence, times = 1, after } = one.place;
      if (!kind.startsWith(like) || (after !== undefined && !this.#moments.isPast(after))) continue;
      one.seen += 1;
      if (one.seen >= occurrence && one.seen < occurrence + times) due ??= one.spec;
    }
    return due;
  }

  countOf(functionName: string, kind: string): AwaitCount {
    const kinds = this.awaits.get(functionName) ?? new Map<string, AwaitCount>();
    this.awaits.set(functionName, kinds);
    const count = kinds.get(kind) ?? { reached: 0, diedBefore: 0, diedAfter: 0 };
    kinds.set(kind, count);
    return count;
  }

  inject(name: string): void {
    this.injected.set(name, (this.injected.get(name) ?? 0) + 1);
  }

  /** Something went wrong for a process. @param at virtual milliseconds since the epoch. */
  trouble(label: string, at: number): void {
    const times = this.troubles.get(label);
    if (times === undefined) this.troubles.set(label, [at]);
    else times.push(at);
    this.#moments.pass(label.split('#')[0] ?? label);
  }

  #progressOf(functionName: string): Progress {
    const known = this.#progress.get(functionName);
    if (known !== undefined) return known;
    const specs = this.#specs.get(functionName) ?? [];
    const progress = {
      awaits: 0,
      kinds: new Map(),
      pending: specs.filter(({ place }) => !('like' in place)),
      repeated: specs.flatMap((spec) => ('like' in spec.place ? [{ spec, place: spec.place, seen: 0 }] : [])),
    };
    this.#progress.set(functionName, progress);
    return progress;
  }
}
