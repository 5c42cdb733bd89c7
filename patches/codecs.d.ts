/** What is used of the packages that come without types. */
declare module 'lz4js' {
  const lz4: {
    /** @param frame of the LZ4 frame format. */
    decompress(frame: Uint8Array): Uint8Array;
  };
  export default lz4;
}

declare module 'snappyjs' {
  const snappy: {
    /** @param block without any frame. @throws {Error} it is none. */
    uncompress(block: Buffer): Buffer;
  };
  export default snappy;
}
