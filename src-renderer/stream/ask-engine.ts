import type { Fault } from '#shared/base/fault.ts';
import { faultSchema } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { ContractClient } from '#shared/contract/contract-client.ts';
import { ORPCError } from '@orpc/client';

/**
 * Why a request has no answer that helps. `refused`: the engine said no, and why. `notSent`: it never left the window. `unanswered`: it
 * left, and whether it arrived is unknown; the orders and the ticket will tell.
 */
export type Refusal =
  | { readonly kind: 'refused'; readonly fault: Fault }
  | { readonly kind: 'notSent' }
  | { readonly kind: 'unanswered'; readonly message: string };

/** Sends one request to the engine of the moment. Nothing is ever sent twice. */
export async function askEngine<T>(
  client: ContractClient | null,
  request: (client: ContractClient) => Promise<T>,
): Promise<Result<T, Refusal>> {
  if (client === null) return err({ kind: 'notSent' });
  try {
    return ok(await request(client));
  } catch (cause) {
    return err(refusalOf(cause));
  }
}

function refusalOf(cause: unknown): Refusal {
  if (cause instanceof ORPCError && cause.code === 'REFUSED') {
    const fault = faultSchema.safeParse(cause.data);
    if (fault.success) return { kind: 'refused', fault: fault.data };
  }
  return { kind: 'unanswered', message: cause instanceof Error ? cause.message : String(cause) };
}
