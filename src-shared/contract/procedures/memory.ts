import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { positionIdSchema } from '../../trading/ids.ts';
import { recordIdSchema } from '../../trading/record-id.ts';
import { tradeSchema } from '../../trading/trade.ts';
import { utcMsSchema } from '../../units/utc-ms.ts';
import {
  deadLetterSchema,
  eventChainSchema,
  projectionNameSchema,
  rebuildEventSchema,
  regimeTradesSchema,
  regimeTradesWishSchema,
  similarSignalsSchema,
  similarSignalsWishSchema,
  similarStatesSchema,
  similarStatesWishSchema,
  similarTextsSchema,
  similarTextsWishSchema,
  similarTradesSchema,
  similarTradesWishSchema,
} from '../memory.ts';
import { refusals } from '../refusals.ts';

/** What happened before. */
export const memoryProcedures = {
  /** What stood in the market as it did at another moment, and what followed; nothing that came to be known after the wish's `asOfUtcMs`. */
  similarStates: oc.errors(refusals).input(similarStatesWishSchema).output(similarStatesSchema),
  similarTrades: oc.errors(refusals).input(similarTradesWishSchema).output(similarTradesSchema),
  /** Signals that were given in a market like this one, and what became of them. */
  similarSignals: oc.errors(refusals).input(similarSignalsWishSchema).output(similarSignalsSchema),
  /** Decisions and lessons in words of the same meaning. */
  similarTexts: oc.errors(refusals).input(similarTextsWishSchema).output(similarTextsSchema),
  /** Everything that a record hangs together with, from its signal to its trade. */
  eventChain: oc
    .errors(refusals)
    .input(z.object({ id: recordIdSchema }))
    .output(eventChainSchema),
  /** A shortest way from one record to another; the chain is rooted in `from`. */
  path: oc
    .errors(refusals)
    .input(z.object({ from: recordIdSchema, to: recordIdSchema }))
    .output(eventChainSchema),
  tradesByRegime: oc.errors(refusals).input(regimeTradesWishSchema).output(regimeTradesSchema),
  /** By their opening, newest first; a page begins behind its mark, the last trade of the one before. */
  trades: oc
    .errors(refusals)
    .input(
      z.object({
        before: z
          .object({
            openedAtUtcMs: utcMsSchema,
            positionId: positionIdSchema,
            ordinal: z.number().int().positive(),
          })
          .nullable(),
        limit: z.number().int().min(1).max(500),
      }),
    )
    .output(z.array(tradeSchema).readonly()),
  /** Newest first: what a store refused for good. */
  deadLetters: oc
    .errors(refusals)
    .input(z.object({ limit: z.number().int().min(1).max(500) }))
    .output(z.array(deadLetterSchema).readonly()),
  /** Makes a projection anew from the stores: how far it is, then the report. Whoever ends the iteration cancels it. */
  rebuild: oc
    .errors(refusals)
    .input(z.object({ projection: projectionNameSchema }))
    .output(eventIterator(rebuildEventSchema)),
} as const;
