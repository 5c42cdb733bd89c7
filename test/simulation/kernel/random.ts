import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** FNV-1a over the UTF-16 units of a text, 32 bits. */
export const hashOf = (text: string, seed = 0x811c9dc5): number => {
  let hash = seed;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
};

/** Every bit of a number made to depend on all of them, as MurmurHash3 ends. */
const mixed = (bits: number): number => {
  let hash = bits;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
};

/** A stream of random numbers, the same for the same seed. */
export class Random {
  readonly #seed: number;
  readonly #generator: ReturnType<typeof xoroshiro128plus>;

  constructor(seed: number) {
    this.#seed = seed;
    this.#generator = xoroshiro128plus(seed);
  }

  /**
   * A stream of its own for a purpose: what one purpose draws moves no other, so that a shrunk plan stays alike. Mixed, since
   * a generator's first number is close to its seed: purposes would all go by the seed's last bits.
   */
  of(purpose: string): Random {
    return new Random(mixed(hashOf(purpose, mixed(this.#seed ^ 0x9e3779b9) >>> 0)));
  }

  /** A whole number, both bounds included. */
  int(from: number, to: number): number {
    return from >= to ? from : uniformInt(this.#generator, from, to);
  }

  /** From 0 to below 1. */
  fraction(): number {
    return uniformInt(this.#generator, 0, 0xffffff) / 0x1000000;
  }

  chance(probability: number): boolean {
    return probability > 0 && this.fraction() < probability;
  }

  pick<T>(list: readonly [T, ...T[]]): T;
  pick<T>(list: readonly T[]): T | undefined;
  pick<T>(list: readonly T[]): T | undefined {
    return list[this.int(0, list.length - 1)];
  }

  /** Mostly near the first bound, seldom near the second: as delays are. */
  skewed(from: number, to: number): number {
    return from + Math.floor((to - from) * this.fraction() ** 6);
  }

  /** 32 hexadecimal digits. */
  hex32(): string {
    return Array.from({ length: 4 }, () => this.int(0, 0x7fffffff).toString(16).padStart(8, '0')).join('');
  }

  uuid(): string {
    const hex = this.hex32();
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
  }
}
