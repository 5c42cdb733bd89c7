/** Seven bits a byte, the lowest first; the highest bit announces another byte. Arithmetic, since shifts end at 32 bits. */
const base = 0x80;

export class ByteWriter {
  readonly #bytes: number[] = [];

  byte(value: number): void {
    this.#bytes.push(value);
  }

  /** A safe integer that is not negative. */
  count(value: number): void {
    let rest = value;
    for (; rest >= base; rest = Math.floor(rest / base)) this.#bytes.push((rest % base) + base);
    this.#bytes.push(rest);
  }

  /** An integer of at most 52 bits and a sign. */
  signed(value: number): void {
    this.count(value < 0 ? -2 * value - 1 : 2 * value);
  }

  hex(text: string): void {
    this.#bytes.push(...Buffer.from(text, 'hex'));
  }

  text(value: string): void {
    const bytes = Buffer.from(value, 'utf8');
    this.count(bytes.length);
    for (const byte of bytes) this.#bytes.push(byte);
  }

  done(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }
}

export class ByteReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** @throws {RangeError} the bytes end before. */
  byte(): number {
    const value = this.#bytes.readUInt8(this.#at);
    this.#at += 1;
    return value;
  }

  count(): number {
    let value = 0;
    for (let scale = 1; ; scale *= base) {
      const byte = this.byte();
      value += (byte % base) * scale;
      if (byte < base) return value;
    }
  }

  signed(): number {
    const value = this.count();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  hex(length: number): string {
    return this.#slice(length).toString('hex');
  }

  text(): string {
    return this.#slice(this.count()).toString('utf8');
  }

  #slice(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new RangeError('The bytes end within a value');
    const slice = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return slice;
  }
}
