import type { Message } from 'kafkajs';
import type { Connection } from '../../bin/client/connection.ts';
import { type Letter, readLetters } from '../../bin/dead-letters/read-letters.ts';
import type { TopicName } from '../../schemas/catalogue.ts';
import type { DeadLettersReplayed } from '../../schemas/generated/types.ts';
import { eventually } from './eventually.ts';

const waitMs = 120_000;

/** Lists and replays dead letters of a topic of a running platform, as operators do. */
export const deadLetters = (connection: () => Connection, topic: TopicName) => ({
  /** Those of a key, the newest first, once there are so many. */
  lettersOf: (key: string, least: number) =>
    eventually(
      `${least} dead letters of ${key}`,
      async () => {
        const { letters } = await readLetters(connection().operator, topic);
        const found = letters.filter((letter) => letter.key === key);
        return found.length >= least && found;
      },
      waitMs,
    ),
  /** @param again replays it even if it was replayed before. */
  replay: async (letter: Letter | undefined, again = false) => {
    const letters = [{ partition: letter?.partition, offset: letter?.offset }];
    const answer = await connection().operator.send('POST', '/admin/dead-letters/replay', { topic, letters, again });
    return { status: answer.status, body: answer.body as DeadLettersReplayed };
  },
  /** Writes a record as it is, to any topic. */
  send: async (to: string, message: Message) => {
    const producer = connection().kafka.producer();
    await producer.connect();
    await producer.send({ topic: to, messages: [message] }).finally(() => producer.disconnect());
  },
});
