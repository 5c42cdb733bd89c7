#!/usr/bin/env bash
# DynamoDB Local 3.1.0 (Maven: software.amazon.dynamodb:DynamoDBLocal) with @aws-sdk/client-dynamodb 3.1162.0, Java 17, Node 20 or newer.
#
# The consumed capacity of TransactWriteItems counts equal costs within a table once. DynamoDB charges two units for each started
# kilobyte of each item:
#
#   10 puts of less than a kilobyte: 2 units (DynamoDB: 20)
#   10 such puts and one of two kilobytes: 6 units (DynamoDB: 24)
#   10 puts one after the other: 10 units (DynamoDB: 10)
#   10 gets in a transaction: 20 units (DynamoDB: 20)
#
# Count a transaction's units from its items instead. Exits 0 while that is so, 1 once the output differs.
set -euo pipefail
folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
cat > pom.xml <<'END'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>software.amazon.dynamodb</groupId><artifactId>DynamoDBLocal</artifactId><version>3.1.0</version></dependency>
  </dependencies>
</project>
END
mvn --batch-mode --quiet dependency:copy-dependencies -DoutputDirectory="$folder/jars"
npm install --silent --ignore-scripts --no-audit --no-fund @aws-sdk/client-dynamodb@3.1162.0
port=$(node -e "const s=require('net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})")
java -Djava.library.path=jars -cp 'jars/*' software.amazon.dynamodb.services.local.main.ServerRunner -inMemory -disableTelemetry -port "$port" > server.log 2>&1 &
server=$!
cat > ask.cjs <<'END'
const { DynamoDB } = require('@aws-sdk/client-dynamodb');

const db = new DynamoDB({
  endpoint: `http://127.0.0.1:${process.argv[2]}`,
  region: 'eu-west-1',
  credentials: { accessKeyId: 'finding', secretAccessKey: 'finding' },
});
const TableName = 'items';
const key = (n) => ({ id: { S: `item-${n}` } });
const put = (n, bytes = 1) => ({ TableName, Item: { ...key(n), padding: { S: 'x'.repeat(bytes) } } });
const ten = Array.from({ length: 10 }, (_, n) => n);
const asking = { ReturnConsumedCapacity: 'TOTAL' };
const units = ({ ConsumedCapacity }) => [ConsumedCapacity].flat().reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0);
const write = (puts) => db.transactWriteItems({ ...asking, TransactItems: puts.map((Put) => ({ Put })) });

const isUp = async () => {
  for (let left = 300; left > 0; left -= 1) {
    if (await fetch(`http://127.0.0.1:${process.argv[2]}/`).then(() => true, () => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('DynamoDB Local does not answer');
};

const main = async () => {
  await isUp();
  await db.createTable({
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  });
  const small = ten.map((n) => put(n));
  console.log(`10 puts of less than a kilobyte: ${units(await write(small))} units (DynamoDB: 20)`);
  console.log(`10 such puts and one of two kilobytes: ${units(await write([...small, put(10, 1500)]))} units (DynamoDB: 24)`);
  let single = 0;
  for (const one of small) single += units(await db.putItem({ ...asking, ...one }));
  console.log(`10 puts one after the other: ${single} units (DynamoDB: 10)`);
  const gets = await db.transactGetItems({ ...asking, TransactItems: ten.map((n) => ({ Get: { TableName, Key: key(n) } })) });
  console.log(`10 gets in a transaction: ${units(gets)} units (DynamoDB: 20)`);
};
main();
END
seen=$(node --no-warnings ask.cjs "$port")
expected='10 puts of less than a kilobyte: 2 units (DynamoDB: 20)
10 such puts and one of two kilobytes: 6 units (DynamoDB: 24)
10 puts one after the other: 10 units (DynamoDB: 10)
10 gets in a transaction: 20 units (DynamoDB: 20)'
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { printf 'It differs from what was seen:\n%s\n' "$expected" >&2; exit 1; }
