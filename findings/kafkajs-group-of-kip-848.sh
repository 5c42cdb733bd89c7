#!/usr/bin/env bash
# kafkajs 2.2.4 (npm) on Node 20 or newer, Kafka 4.1.0 (Maven: kafka_2.13, kafka-tools), Java 17.
#
# A group of the protocol of KIP-848 (group.protocol=consumer) that is running and has read three records is described as dead,
# without members, and an offset set for it is reported as set, without an error, and is not:
#
#   described as: Dead, 0 members
#   committed before: 3
#   setOffsets to 1: no error
#   committed afterwards: 3
#
# Kafka's own kafka-consumer-groups refuses the same while the group is running. Ask for committed offsets (fetchOffsets answers
# rightly); describe and reset such groups with Kafka's own tools. Exits 0 while that is so, 1 once the output differs.
set -euo pipefail
folder=$(mktemp -d)
children=()
trap 'for child in "${children[@]}"; do kill "$child" 2>/dev/null || true; done; wait 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
cat > pom.xml <<'END'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>4.1.0</version></dependency>
    <dependency>
      <groupId>org.apache.kafka</groupId><artifactId>kafka-tools</artifactId><version>4.1.0</version>
      <exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions>
    </dependency>
  </dependencies>
</project>
END
mvn --batch-mode --quiet dependency:copy-dependencies -DoutputDirectory="$folder/jars" > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund kafkajs@2.2.4
read -r port controller < <(node -e "
const { createServer } = require('net');
const servers = [0, 0].map(() => createServer().listen(0, '127.0.0.1'));
Promise.all(servers.map((s) => new Promise((r) => s.once('listening', r)))).then(() => {
  console.log(servers.map((s) => s.address().port).join(' '));
  for (const s of servers) s.close();
});")
cat > server.properties <<END
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:$controller
listeners=PLAINTEXT://127.0.0.1:$port,CONTROLLER://127.0.0.1:$controller
controller.listener.names=CONTROLLER
log.dirs=$folder/data
offsets.topic.replication.factor=1
group.initial.rebalance.delay.ms=0
END
java -cp 'jars/*' kafka.tools.StorageTool format -t AAAAAAAAQACAAAAAAAAAAA -c server.properties > format.log 2>&1
java -Xmx256m -cp 'jars/*' kafka.Kafka server.properties > broker.log 2>&1 &
children+=($!)
cat > prepare.cjs <<'END'
const { Kafka, logLevel } = require('kafkajs');
const kafka = new Kafka({ brokers: [`127.0.0.1:${process.argv[2]}`], logLevel: logLevel.NOTHING, retry: { retries: 60, maxRetryTime: 1000 } });
const main = async () => {
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic: 'records', numPartitions: 1 }], waitForLeaders: true });
  const producer = kafka.producer();
  await producer.connect();
  await producer.send({ topic: 'records', messages: ['a', 'b', 'c'].map((value) => ({ value })) });
  await Promise.all([producer.disconnect(), admin.disconnect()]);
};
main();
END
node --no-warnings prepare.cjs "$port"
java -Xmx128m -cp 'jars/*' org.apache.kafka.tools.consumer.ConsoleConsumer --bootstrap-server "127.0.0.1:$port" --topic records \
  --group running --from-beginning --consumer-property group.protocol=consumer --consumer-property auto.commit.interval.ms=200 > consumer.log 2>&1 &
children+=($!)
cat > ask.cjs <<'END'
const { Kafka, logLevel } = require('kafkajs');
const kafka = new Kafka({ brokers: [`127.0.0.1:${process.argv[2]}`], logLevel: logLevel.NOTHING });
const committed = async (admin) => {
  const [{ partitions }] = await admin.fetchOffsets({ groupId: 'running', topics: ['records'] });
  return partitions[0].offset;
};
const main = async () => {
  const admin = kafka.admin();
  await admin.connect();
  for (let left = 300; left > 0 && (await committed(admin).catch(() => '')) !== '3'; left -= 1) await new Promise((resolve) => setTimeout(resolve, 200));
  const { groups: [group] } = await admin.describeGroups(['running']);
  console.log(`described as: ${group.state}, ${group.members.length} members`);
  console.log(`committed before: ${await committed(admin)}`);
  const error = await admin.setOffsets({ groupId: 'running', topic: 'records', partitions: [{ partition: 0, offset: '1' }] }).then(() => 'no error', String);
  console.log(`setOffsets to 1: ${error}`);
  console.log(`committed afterwards: ${await committed(admin)}`);
  await admin.disconnect();
};
main();
END
seen=$(node --no-warnings ask.cjs "$port")
expected='described as: Dead, 0 members
committed before: 3
setOffsets to 1: no error
committed afterwards: 3'
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { printf 'It differs from what was seen:\n%s\n' "$expected" >&2; exit 1; }
