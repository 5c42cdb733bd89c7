import { breaksOfAnswers } from './breaks-of-answers.ts';
import { breaksOfRequests } from './breaks-of-requests.ts';
import { breaksOfRoutes } from './breaks-of-routes.ts';
import type { HttpChange } from './http-change.ts';

export const breaks: readonly HttpChange[] = [...breaksOfAnswers, ...breaksOfRequests, ...breaksOfRoutes];
