import { z } from 'zod';

/** Which positions are to be closed: those of this cockpit, those of one symbol, or every one of the account. */
export const flattenScopeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ours') }).readonly(),
  z.object({ kind: z.literal('symbol'), symbol: z.string().min(1).max(64) }).readonly(),
  z.object({ kind: z.literal('all') }).readonly(),
]);

export type FlattenScope = z.infer<typeof flattenScopeSchema>;
