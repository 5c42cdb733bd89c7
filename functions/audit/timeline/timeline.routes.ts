import type { Dependencies } from '../../shared/runtime/handlers/dependencies.ts';
import type { Routes } from '../../shared/runtime/http/http-handler.ts';
import { sha256 } from '../store/digest.node.ts';
import { dynamodbAudit } from '../store/store.dynamodb.ts';
import type { TimelineEnvironment } from './timeline.env.ts';
import { orderTimelineRoute } from './timeline.http.ts';

/** `audit/timeline`. */
export const timelineRoutes = ({ client, environment }: Dependencies<TimelineEnvironment>): Routes => {
  const store = dynamodbAudit(client, environment.AUDIT_TABLE);
  return { 'GET /admin/orders/{id}/timeline': orderTimelineRoute({ store, digest: sha256 }) };
};
