import { z } from 'zod';
import { depositCloseSchema } from '../trading/deposit-close.ts';
import { actorSchema } from '../events/engine-event.ts';
import { scenarioSchema } from '../trading/scenario.ts';
import { utcMsSchema } from '../units/utc-ms.ts';

/** Which scenario may enter, by whose word, and how far the deposit has come to a switch. */
export const governanceViewSchema = z
  .object({
    active: scenarioSchema,
    sinceUtcMs: utcMsSchema,
    /** The trader's word, which no deposit changes; null where the deposit decides. */
    override: z
      .object({ kind: z.enum(['held', 'forced']), reason: z.string(), actor: actorSchema, sinceUtcMs: utcMsSchema })
      .readonly()
      .nullable(),
    /** Equity − credit as last reported, in USD; null is no data: no account, or one in another currency. */
    depositUsd: z.number().nullable(),
    /** What the other scenario needs at so many broker-day closes one after the other. */
    threshold: z
      .object({ kind: z.enum(['atLeast', 'below']), depositUsd: z.number(), closes: z.number().int().positive() })
      .readonly(),
    /** The newest closes that all spoke for the other scenario, oldest first. */
    closes: z.array(depositCloseSchema).readonly(),
  })
  .readonly();

export type GovernanceView = z.infer<typeof governanceViewSchema>;
