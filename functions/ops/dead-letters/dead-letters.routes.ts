import type { Routes } from '../../shared/runtime/http/http-handler.ts';
import { deadLettersRoute, replayRoute } from './dead-letters.http.ts';
import { type DeadLettersPorts, listDeadLetters, replayDeadLetters } from './dead-letters.ts';

/** `ops/dead-letters`. */
export const deadLettersRoutes = (ports: DeadLettersPorts): Routes => ({
  'GET /admin/dead-letters': deadLettersRoute(listDeadLetters(ports)),
  'POST /admin/dead-letters/replay': replayRoute(replayDeadLetters(ports)),
});
