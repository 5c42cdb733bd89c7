import { type Route, routes } from '../../schemas/routes.ts';
import type { Deployment } from './deployment.ts';

/** The routes of a stage: some exist for one payment gateway alone. */
export const deployedRoutes = ({ config: { payment } }: Deployment): readonly Route[] =>
  Object.values<Route>(routes).filter(
    ({ onlyWithGateway }) => onlyWithGateway === undefined || onlyWithGateway === payment.gateway,
  );
