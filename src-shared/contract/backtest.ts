import { z } from 'zod';
import { faultSchema } from '../base/fault.ts';
import { timeframeSchema } from '../market/timeframe.ts';
import { costTermsSchema } from '../trading/cost-terms.ts';
import { scenarioSchema } from '../trading/scenario.ts';
import { sideSchema } from '../trading/side.ts';
import { runReportSchema } from './run-report.ts';

/** Who is run: a strategy by its id, or both scenarios with governance on one account. */
export const runStrategySchema = z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,31}$/);

/** What is asked for; what is left out is as the settings and the stored data have it. */
export const runWishSchema = z
  .object({
    /** 'A', 'B', 'both', or the id of another strategy. */
    scenario: runStrategySchema,
    symbols: z.array(z.string().min(1).max(64)).min(1).max(16).readonly(),
    fromUtcMs: z.number().int().nullable().default(null),
    toUtcMs: z.number().int().nullable().default(null),
    /** Parameters by name; of one scenario of both as 'A.name'. */
    set: z.record(z.string(), z.json()).readonly().default({}),
    /** In account currency; null: 2,500 for A, 10,000 otherwise. */
    balance: z.number().positive().nullable().default(null),
    costs: costTermsSchema.prefault({}),
    /** Of the bars; null: the terminal's, else those of imports. */
    source: z.string().min(1).max(64).nullable().default(null),
    seed: z.number().int().nonnegative().default(1),
  })
  .strict()
  .readonly();

export type RunWish = z.infer<typeof runWishSchema>;

/** As it is said, with what it leaves out. */
export type RunWishSaid = z.input<typeof runWishSchema>;

export const runExitReasonSchema = z.enum([
  ...(['stop', 'target', 'stopOut', 'oppositeChannel', 'chandelier', 'sessionEnd', 'rule'] as const),
  ...(['weekend', 'endOfRun'] as const),
]);

export type RunExitReason = z.infer<typeof runExitReasonSchema>;

/** One of several exits of a trade. */
export const runPartSchema = z
  .object({
    closedAtUtcMs: z.number().int(),
    volume: z.number().positive(),
    price: z.number(),
    /** Of this deal: its profit, its commission and its share of the swap. The entry's commission is in none of them. */
    net: z.number(),
  })
  .readonly();

export type RunPart = z.infer<typeof runPartSchema>;

/** A trade of a run. Money is in account currency, costs are zero or negative: gross + spread + commission + swap + slippage = net. */
export const runTradeSchema = z
  .object({
    ordinal: z.number().int().positive(),
    strategy: runStrategySchema,
    symbol: z.string(),
    side: sideSchema,
    /** As opened. */
    volume: z.number().positive(),
    /** The close that was decided on. */
    decidedAtUtcMs: z.number().int(),
    openedAtUtcMs: z.number().int(),
    closedAtUtcMs: z.number().int(),
    openPrice: z.number(),
    /** Of several exits the mean by volume. */
    closePrice: z.number(),
    /** As sent; it may have been moved nearer since. */
    stop: z.number(),
    target: z.number().nullable(),
    exitReason: runExitReasonSchema,
    gross: z.number(),
    spread: z.number(),
    commission: z.number(),
    swap: z.number(),
    slippage: z.number(),
    net: z.number(),
    /** What was approved to be lost at the stop, costs included. */
    riskMoney: z.number().positive(),
    /** net ÷ riskMoney. */
    rMultiple: z.number(),
    /** Worst and best open excursion of the price in R, R being the distance from the fill to the stop as sent. */
    maeR: z.number().nonpositive(),
    mfeR: z.number().nonnegative(),
    /** Stop and target lay in one bar: the stop was taken. `bestNet` is what the target would have brought. */
    isAmbiguous: z.boolean(),
    bestNet: z.number(),
    /** Where it was closed in parts: all its exits, oldest first. */
    parts: z.array(runPartSchema).readonly().optional(),
  })
  .readonly();

export type RunTrade = z.infer<typeof runTradeSchema>;

/** What a symbol was run on. */
export const runDataSchema = z
  .object({
    symbol: z.string(),
    fromUtcMs: z.number().int(),
    toUtcMs: z.number().int(),
    /** Finest first: which stored series stood behind which stretch of fills. */
    pieces: z
      .array(
        z.object({
          timeframe: z.union([timeframeSchema, z.literal('ticks')]),
          source: z.string(),
          fromUtcMs: z.number().int(),
          toUtcMs: z.number().int(),
          bars: z.number().int().nonnegative(),
        }),
      )
      .readonly(),
    holes: z
      .array(
        z.object({
          timeframe: timeframeSchema,
          fromUtcMs: z.number().int(),
          toUtcMs: z.number().int(),
          missingBars: z.number().int(),
        }),
      )
      .readonly(),
    /** Of the fill bars that were held or met: share whose spread was stored rather than the default of its hour. */
    storedSpreadRatio: z.number().min(0).max(1),
    instrumentSource: z.enum(['terminal', 'settings', 'default']),
    /** SHA-256 over the columns, times included. */
    hash: z.string(),
  })
  .readonly();

/** A remark that belongs to a result: a coarse fill model, a default that stood in, an anchor that was left out. */
export const runNoteSchema = z
  .object({ code: z.string(), message: z.string(), symbol: z.string().nullable() })
  .readonly();

export const switchRecordSchema = z
  .object({
    atUtcMs: z.number().int(),
    from: scenarioSchema,
    to: scenarioSchema,
    /** Deposits in USD at the broker-day closes that proved it, oldest first. */
    closes: z.array(z.number()).readonly(),
  })
  .readonly();

/** A run's name, which is its file's, too. */
export const runIdSchema = z.string().regex(/^[A-Za-z0-9-]{1,96}$/);

/** A finished run, as it lies in `runs/`. Equal inputs, program and data give an equal `resultHash`. */
export const runRecordSchema = z
  .object({
    version: z.literal(1),
    runId: runIdSchema,
    finishedAtUtcMs: z.number().int(),
    /** Wall time of the simulation without loading. */
    durationMs: z.number().nonnegative(),
    wish: runWishSchema,
    /** By strategy id, defaults filled in. */
    parameters: z.record(z.string(), z.record(z.string(), z.json())).readonly(),
    /** Limits, costs, account and instruments as they were used, for a repeat after settings changed. */
    terms: z.record(z.string(), z.json()).readonly(),
    programVersion: z.string(),
    hashes: z.object({ code: z.string(), data: z.string(), parameters: z.string(), result: z.string() }).readonly(),
    data: z.array(runDataSchema).readonly(),
    notes: z.array(runNoteSchema).readonly(),
    switches: z.array(switchRecordSchema).readonly(),
    report: runReportSchema,
    /** The same run decided at once, around the clock: what the trader's delay and sleep cost. */
    withoutDelay: runReportSchema.nullable(),
    /** Each scenario alone on its own account, where both were run. */
    shadow: z.record(z.string(), runReportSchema).readonly(),
    trades: z.array(runTradeSchema).readonly(),
    /** At most 20,000 points: of a longer run every part's first, last, highest and lowest. The figures above rest on all of them. */
    curve: z
      .object({
        timeUtcMs: z.array(z.number()).readonly(),
        equity: z.array(z.number()).readonly(),
        balance: z.array(z.number()).readonly(),
      })
      .readonly(),
  })
  .readonly();

export type RunRecord = z.infer<typeof runRecordSchema>;
export type RunData = z.infer<typeof runDataSchema>;
export type RunNote = z.infer<typeof runNoteSchema>;
export type SwitchRecord = z.infer<typeof switchRecordSchema>;

/** How a run that is under way stands; the last one says how it ended. */
export const runProgressSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('loading'), symbol: z.string(), rows: z.number() }).readonly(),
  z.object({ kind: z.literal('running'), doneRatio: z.number().min(0).max(1) }).readonly(),
  z.object({ kind: z.literal('finished'), runId: z.string() }).readonly(),
  z.object({ kind: z.literal('failed'), fault: faultSchema }).readonly(),
]);

export type RunProgress = z.infer<typeof runProgressSchema>;
