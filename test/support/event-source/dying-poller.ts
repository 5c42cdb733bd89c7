/**
 * A program: runs a mapping until its first invocation has succeeded, and dies by SIGKILL before anything can be committed.
 * Arguments: brokers, topic, uuid, user name, password.
 */

import { parseEventSourceMapping } from '../../../localstack/event-source/config/parse-event-source-mapping.ts';
import { startEventSourceMapping } from '../../../localstack/event-source/mapping/event-source-mapping.ts';
import { mappingProperties } from './properties.ts';

const [brokers = '', topic = '', uuid = '', username = '', password = ''] = process.argv.slice(2);
const URI = 'arn:aws:secretsmanager:eu-west-1:000000000000:secret:AmazonMSK_x';

startEventSourceMapping(
  parseEventSourceMapping(
    mappingProperties({ Topics: [topic], SourceAccessConfigurations: [{ Type: 'SASL_SCRAM_512_AUTH', URI }] }),
  ),
  {
    brokers: () => brokers.split(','),
    credentials: async () => ({ username, password }),
    log: () => undefined,
    invoker: {
      async invoke(_function, payload) {
        process.stdout.write(payload);
        // Promises settle before the next tick: the success is known, the commit not sent yet.
        process.nextTick(() => process.kill(process.pid, 'SIGKILL'));
        return { requestId: 'last', payload: 'null' };
      },
    },
  },
  uuid,
);
