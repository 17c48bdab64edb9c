import { oc, type ContractProcedureBuilder, type Route, type Schema } from '@orpc/contract';
import type { AccessScope } from './access-scope.ts';

/** What a token must have for a procedure that programs may call by HTTP too. */
export interface RouteMeta {
  readonly scopes?: readonly AccessScope[];
}

type Nothing = Record<never, never>;

type Routed = ContractProcedureBuilder<
  Schema<unknown, unknown>,
  Schema<unknown, unknown>,
  Nothing,
  RouteMeta & Nothing
>;

/** The beginning of a procedure that has a route of its own. One without is for windows and the command line alone. */
export const routed = (
  scopes: readonly AccessScope[],
  route: Pick<Route, 'method' | 'path' | 'summary' | 'description' | 'successStatus' | 'tags' | 'operationId'>,
): Routed => oc.$meta<RouteMeta>({}).meta({ scopes }).route(route);
