import { z } from 'zod';

/**
 * What a program with a token may do: look (`read`), speak on tickets (`approve`), stop trading (`halt`). To let trading go on needs `approve` and `halt`
 * together: whoever may only stop must not be able to undo it.
 */
export const accessScopeSchema = z.enum(['read', 'approve', 'halt']);

export type AccessScope = z.infer<typeof accessScopeSchema>;
