import { Dispatcher } from '/work/main/localstack/event-source/dispatcher.ts';
import { KafkaBench } from '/work/main/test/support/event-source/kafka-bench.ts';
import { startTestCluster } from '/work/main/test/support/kafka-cluster.ts';
import { eventually } from '/work/main/test/support/eventually.ts';
const accepted = new Map<string, number>(), invoked = new Map<string, number>(), raw = new Map<string, number>(), sentAt = new Map<string, number>(), acked = new Map<string, number>();
const original = Dispatcher.prototype.accept;
Dispatcher.prototype.accept = function (batch) { const t = performance.now(); for (const r of batch.records) accepted.set(String(r.value), t); original.call(this, batch); };
const cluster = await startTestCluster();
const bench = await KafkaBench.on(cluster);
try {
  const topic = await bench.topic(48);
  const handler = { invocations: [], invoke: async (_f: string, payload: string) => { const t = performance.now(); const e = JSON.parse(payload); for (const rs of Object.values(e.records) as any) for (const r of rs) invoked.set(Buffer.from(r.value, 'base64').toString(), t); await new Promise(r => setTimeout(r, 2)); return { requestId: 'x', payload: 'null' }; } } as any;
  const mapping = await bench.started(topic, handler);
  const consumer = cluster.as('admin').consumer({ groupId: 'raw', minBytes: 1, maxWaitTimeInMs: 500, retry: {retries: 5} });
  await consumer.connect(); await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({ autoCommit: false, eachMessage: async ({ message }) => { raw.set(String(message.value), performance.now()); } });
  await new Promise(r => setTimeout(r, 4000));
  const N = Number(process.argv[2] ?? 600);
  for (let i = 0; i < N; i++) { const v = `v${i}`; sentAt.set(v, performance.now()); await bench.produce(topic, i % 48, v); acked.set(v, performance.now()); await new Promise(r => setTimeout(r, 15)); }
  await eventually('all', () => invoked.size === N && raw.size === N);
  const show = (name: string, f: (v: string) => number) => { const a = [...sentAt.keys()].slice(50).map(f).sort((x, y) => x - y); console.log(name.padEnd(38), 'p50', a[Math.floor(a.length * .5)]!.toFixed(2), 'p90', a[Math.floor(a.length * .9)]!.toFixed(2), 'p99', a[Math.floor(a.length * .99)]!.toFixed(2)); };
  show('send→ack', v => acked.get(v)! - sentAt.get(v)!);
  show('send→raw kafkajs consumer', v => raw.get(v)! - sentAt.get(v)!);
  show('send→invoke', v => invoked.get(v)! - sentAt.get(v)!);
  show('record read→invoke (added by the ESM)', v => invoked.get(v)! - accepted.get(v)!);
  await consumer.disconnect();
  // broker death
  const node = cluster.node('node-2'); const t0 = performance.now(); (process.argv[3] === 'pause' ? node.pause() : await node.kill());
  for (let p = 0; p < 48; p++) await bench.produce(topic, p, `d${p}`);
  console.log('produced after death', (performance.now() - t0).toFixed(0));
  await eventually('death records', () => [...Array(48).keys()].every(p => invoked.has(`d${p}`)), 120000);
  console.log('all invoked after death', (performance.now() - t0).toFixed(0), mapping.state(), mapping.metrics());
  await bench.drained(mapping, 60000);
  console.log('drained after death', (performance.now() - t0).toFixed(0));
  const t1 = performance.now(); if (process.argv[3] === 'pause') node.resume(); else await node.restart(); console.log('restart', (performance.now() - t1).toFixed(0));
  for (let p = 0; p < 48; p++) await bench.produce(topic, p, `e${p}`);
  await eventually('records', () => [...Array(48).keys()].every(p => invoked.has(`e${p}`)), 120000);
  console.log('all after restart', (performance.now() - t1).toFixed(0), mapping.metrics());
} finally { await bench.close(); await cluster.remove(); }
process.exit(0);
