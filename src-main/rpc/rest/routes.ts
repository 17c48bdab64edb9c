import { traverseContractProcedures } from '@orpc/server';
import { accessScopeSchema, type AccessScope } from '#shared/contract/access-scope.ts';
import { contract } from '#shared/contract/contract.ts';
import { z } from 'zod';

export interface RestRoute {
  readonly method: 'GET' | 'POST';
  /** With parameters in braces, as the document writes it. */
  readonly path: `/${string}`;
  readonly scopes: readonly AccessScope[];
}

const routeSchema = z.object({
  method: z.enum(['GET', 'POST']),
  path: z.templateLiteral(['/', z.string()]),
});

const metaSchema = z.object({ scopes: z.array(accessScopeSchema).min(1).readonly() });

type AnyProcedure = Parameters<Parameters<typeof traverseContractProcedures>[1]>[0]['contract'];

/** Whether a procedure of the contract is offered to programs over HTTP: one that says its own path. */
export const isRouted = ({ contract: procedure }: { readonly contract: AnyProcedure }): boolean =>
  procedure['~orpc'].route.path !== undefined;

/** What a token must have for a procedure; one that names nothing is open to nobody. */
export function scopesOf(procedure: AnyProcedure): readonly AccessScope[] {
  const { scopes } = metaSchema.parse(procedure['~orpc'].meta);
  return scopes;
}

/** All that is offered to programs over HTTP, in the order of the contract. */
export function restRoutes(): readonly RestRoute[] {
  const routes: RestRoute[] = [];
  traverseContractProcedures({ router: contract, path: [] }, ({ contract: procedure }) => {
    if (!isRouted({ contract: procedure })) return;
    routes.push({ ...routeSchema.parse(procedure['~orpc'].route), scopes: scopesOf(procedure) });
  });
  return routes;
}
