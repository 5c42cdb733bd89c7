import type { Clock } from '../../shared/kernel/clock.ts';
import type { Routes } from '../../shared/runtime/http/http-handler.ts';
import { observedGroups } from './observed-groups.ts';
import { pipelineRoute } from './pipeline.http.ts';
import { pipeline } from './pipeline.ts';
import type { ClusterReader } from './ports.ts';
import { sharedLook } from './shared-look.ts';

const sharedForMs = 1_000;

/** `ops/pipeline`. */
export const pipelineRoutes = (ports: { readonly cluster: ClusterReader; readonly clock: Clock }): Routes => ({
  'GET /admin/pipeline': pipelineRoute(
    sharedLook(pipeline({ ...ports, topics: observedGroups }), ports.clock, sharedForMs),
  ),
});
