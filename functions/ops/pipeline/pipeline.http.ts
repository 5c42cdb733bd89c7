import type { Pipeline } from '../../../schemas/generated/types.ts';
import type { Route } from '../../shared/runtime/http/http-handler.ts';
import { json } from '../../shared/runtime/http/response.ts';

/** `GET /admin/pipeline`. */
export const pipelineRoute =
  (look: () => Promise<Pipeline>): Route =>
  async () =>
    json(200, await look());
