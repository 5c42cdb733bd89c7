import type { PartitionReplicas } from '../../../functions/ops/pipeline/pipeline-domain.ts';
import type { ClusterReader } from '../../../functions/ops/pipeline/ports.ts';
import { TransientError } from '../../../functions/shared/runtime/idioms/transient-error.ts';

const healthy: PartitionReplicas = { online: true, replicas: 3, inSync: 3 };

/** Topics in memory: by partition, the timestamps of its records, epoch ms. */
export class InMemoryClusterReader implements ClusterReader {
  readonly topics = new Map<string, readonly (readonly number[])[]>();
  /** Records that retention has deleted, by topic and partition: `orders.created-0`. */
  readonly deleted = new Map<string, number>();
  /** By group: the committed offset of each partition. */
  readonly groups = new Map<string, ReadonlyMap<number, number>>();
  readonly degraded = new Map<string, readonly PartitionReplicas[]>();
  /** Topics that Kafka does not answer for. */
  readonly silent = new Set<string>();
  /** Runs before each answer. */
  onAsk: (question: string) => void = () => undefined;

  async replicas(topics: readonly string[]): ReturnType<ClusterReader['replicas']> {
    this.onAsk('replicas');
    return new Map(
      topics.map((topic) => [topic, this.degraded.get(topic) ?? this.#partitions(topic).map(() => healthy)]),
    );
  }

  async offsets(topic: string): ReturnType<ClusterReader['offsets']> {
    this.#ask('offsets', topic);
    return this.#partitions(topic).map((records, partition) => ({
      partition,
      first: this.deleted.get(`${topic}-${partition}`) ?? 0,
      end: records.length,
    }));
  }

  async committed(group: string, topic: string): ReturnType<ClusterReader['committed']> {
    this.#ask('committed', topic);
    return this.groups.get(group) ?? new Map();
  }

  async offsetsAt(topic: string, time: number): ReturnType<ClusterReader['offsetsAt']> {
    this.#ask('offsetsAt', topic);
    return new Map(
      this.#partitions(topic).map((records, partition) => {
        const first = records.findIndex((at) => at >= time);
        return [partition, first < 0 ? records.length : first];
      }),
    );
  }

  #partitions(topic: string): readonly (readonly number[])[] {
    return this.topics.get(topic) ?? [[]];
  }

  #ask(question: string, topic: string): void {
    this.onAsk(`${question} ${topic}`);
    if (this.silent.has(topic)) throw new TransientError(`KafkaJSError: ${topic} is silent`);
  }
}
