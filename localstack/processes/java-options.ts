export interface JavaHeap {
  /** Megabytes at the start, at the most, and of the young generation. */
  readonly initialMb: number;
  readonly mostMb: number;
  readonly youngMb: number;
}

/**
 * For several Java machines that share a laptop: a heap that grows late and shrinks early, one collector thread, only the
 * fast-warming compiler, and a class archive that stays shared.
 *
 * Java (17.0.15, as Debian has it) maps the archive at a random address by default, and then corrects its pointers: of Kafka's 48 MB,
 * 39 are each process's own copy then. A fixed address makes attacks on the process easier; these take requests from loopback alone.
 */
export const frugalJava = ({ initialMb, mostMb, youngMb }: JavaHeap): readonly string[] => [
  `-Xms${initialMb}m`,
  `-Xmx${mostMb}m`,
  `-Xmn${youngMb}m`,
  '-XX:MinHeapFreeRatio=10',
  '-XX:MaxHeapFreeRatio=25',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-XX:-UsePerfData',
  // A Java machine without the next option starts all the same.
  '-XX:+IgnoreUnrecognizedVMOptions',
  '-XX:+UnlockDiagnosticVMOptions',
  '-XX:ArchiveRelocationMode=0',
];
