import { oc, type Route } from '@orpc/contract';
import type { AccessScope } from './access-scope.ts';

/** What a token must have for a procedure that programs may call by HTTP too. */
export interface RouteMeta {
  readonly scopes?: readonly AccessScope[];
}

const beginning = oc.$meta<RouteMeta>({});

/** The beginning of a procedure that has a route of its own. One without is for windows and the command line alone. */
export const routed = (
  scopes: readonly AccessScope[],
  route: Pick<Route, 'method' | 'path' | 'summary' | 'description' | 'successStatus' | 'tags' | 'operationId'>,
): ReturnType<(typeof beginning)['route']> => beginning.meta({ scopes }).route(route);
