import { createHash } from 'node:crypto';
import type { WireOrder } from '#main/protocol/messages/trade-messages.ts';
import { canonicalJson } from '#shared/base/canonical-json.ts';

/** What makes an order this order and no other, as text and as its hash. Session and times are left out: they differ where it is sent again. */
export function orderParameters(order: WireOrder): { readonly parameters: string; readonly parametersHash: string } {
  const parameters = canonicalJson({ ...order, session: undefined, sentAtUtcMs: undefined, ttlMs: undefined });
  return { parameters, parametersHash: createHash('sha256').update(parameters).digest('hex') };
}
