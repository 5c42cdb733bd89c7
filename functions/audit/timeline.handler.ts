import { documentClient } from '../shared/runtime/dynamodb.ts';
import { readEnvironment } from '../shared/runtime/environment.ts';
import { httpHandler } from '../shared/runtime/http/http-handler.ts';
import { sha256 } from './digest.node.ts';
import { dynamodbAudit } from './store.dynamodb.ts';
import type { TimelineEnvironment } from './timeline.env.ts';
import { orderTimelineRoute } from './timeline.http.ts';

const environment = readEnvironment<TimelineEnvironment>({ AUDIT_TABLE: true });
const store = dynamodbAudit(documentClient(), environment.AUDIT_TABLE);

export const handler = httpHandler({
  'GET /admin/orders/{id}/timeline': orderTimelineRoute({ store, digest: sha256 }),
});
