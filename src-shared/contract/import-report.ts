import { z } from 'zod';
import { barSchema } from '../market/bar.ts';
import type { BarAnchor } from '../market/bar-series.ts';
import { timeframeSchema } from '../market/timeframe.ts';
import type { ClockRule } from '../time/clock-rule.ts';
import { utcMsSchema } from '../units/utc-ms.ts';

const count = z.number().int().nonnegative();
const name = z.string().min(1).max(64);

/** What somebody wants imported, and how it is to be read. */
export const importWishSchema = z
  .object({
    /** Absolute, on the computer of the engine. */
    file: z.string().min(1).max(4096),
    /** Null for what is of no symbol: a calendar, an account's report. */
    symbol: name.nullable(),
    source: name,
    /** As a person writes the rule; null where the file says its clock. */
    clock: z.string().max(64).nullable(),
    /** Detected where it is null. */
    timeframe: timeframeSchema.nullable(),
    /** What the file's prices are multiplied by. */
    scale: z.number().positive(),
    /** Reads the file anew though its bytes are known. */
    isAgain: z.boolean(),
  })
  .readonly();

export type ImportWish = z.infer<typeof importWishSchema>;

const refusalsSchema = z
  .object({
    count,
    byReason: z.partialRecord(z.string(), count).readonly(),
    /** The first ones, at most twenty; lines are counted from 1, the header included. */
    sample: z.array(z.object({ line: count, reason: z.string(), text: z.string() }).readonly()).readonly(),
  })
  .readonly();

const common = {
  file: z.string(),
  sizeBytes: count,
  /** Of the file's bytes, in hexadecimal. */
  contentHash: z.string(),
  format: z.string(),
  source: z.string(),
  /** Rows of the file below its header. */
  read: count,
  refused: refusalsSchema,
  /** Codes are stable, sentences are for people. */
  warnings: z.array(z.object({ code: z.string(), message: z.string() }).readonly()).readonly(),
  tookMs: z.number().nonnegative(),
  /** Records that an import of these bytes had stored before it was cut off, and that this one began behind. */
  resumedFrom: count,
  /** The file's bytes were imported before, and nothing was read again: the counts are those of then, with nothing new. */
  isKnown: z.boolean(),
};

const clockRuleSchema = z.custom<ClockRule>((value) => typeof value === 'string');

const disagreementSchema = z.object({ stored: barSchema, offered: barSchema }).readonly();

const foundHolesSchema = z
  .object({
    /** Nights, week's ends and holidays. */
    expected: count,
    unexpected: count,
    /** Of the unexpected ones. */
    missingBars: count,
    /** The longest unexpected ones, at most twenty, longest first; their ends are exclusive. */
    longest: z
      .array(z.object({ fromUtcMs: utcMsSchema, toUtcMs: utcMsSchema, missingBars: count }).readonly())
      .readonly(),
  })
  .readonly();

/** read = inserted + duplicates + disagreements + refused. */
const barsImportSchema = z
  .object({
    kind: z.literal('bars'),
    ...common,
    symbol: z.string(),
    timeframe: timeframeSchema,
    anchor: z.custom<BarAnchor>((value) => typeof value === 'string'),
    /** The clock that the stamps were read by, and whether the market's week fits it. */
    clock: z.object({ rule: clockRuleSchema, verdict: z.string() }).readonly(),
    scale: z.number().positive(),
    inserted: count,
    /** Rows that repeat another row of the file, or a bar that is stored already. */
    duplicates: count,
    /** Bars that the store holds with other figures, from the same source. Those stay; the first are shown. */
    disagreements: z.object({ count, sample: z.array(disagreementSchema).readonly() }).readonly(),
    /** Rows that stand after a later one. */
    backSteps: count,
    /** Stretches of the file without bars, by the hours of the market that it fits best; null where those cannot be told. */
    holes: foundHolesSchema.nullable(),
    /** Open times of the file's first and last bar. */
    firstUtcMs: utcMsSchema,
    lastUtcMs: utcMsSchema,
  })
  .readonly();

/** read = stored + refused. */
const ticksImportSchema = z
  .object({
    kind: z.literal('ticks'),
    ...common,
    symbol: z.string(),
    clock: z.object({ rule: clockRuleSchema }).readonly(),
    scale: z.number().positive(),
    /** They replace what this source had between the first and the last of them. */
    stored: count,
    backSteps: count,
    firstUtcMs: utcMsSchema,
    lastUtcMs: utcMsSchema,
  })
  .readonly();

const calendarImportSchema = z
  .object({
    kind: z.literal('calendar'),
    ...common,
    inserted: count,
    /** Releases that this source said otherwise of, or that it names no longer. */
    corrected: count,
    removed: count,
    spans: count,
    firstUtcMs: utcMsSchema.nullable(),
    lastUtcMs: utcMsSchema.nullable(),
  })
  .readonly();

const accountImportSchema = z
  .object({
    kind: z.literal('report'),
    ...common,
    server: z.string(),
    login: z.string(),
    orders: count,
    deals: count,
    positions: count,
    firstUtcMs: utcMsSchema.nullable(),
    lastUtcMs: utcMsSchema.nullable(),
  })
  .readonly();

/** What became of a file. */
export const importReportSchema = z.discriminatedUnion('kind', [
  barsImportSchema,
  ticksImportSchema,
  calendarImportSchema,
  accountImportSchema,
]);

export type ImportReport = z.infer<typeof importReportSchema>;

export type BarsImport = z.infer<typeof barsImportSchema>;

/** How far it is: bytes of the file while it is read, records of it while they are stored. */
export const importProgressSchema = z
  .object({
    phase: z.enum(['reading', 'storing']),
    done: count,
    total: count,
    /** Rows read, or records stored. */
    rows: count,
  })
  .readonly();

export type ImportProgress = z.infer<typeof importProgressSchema>;

export const importEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), progress: importProgressSchema }).readonly(),
  z.object({ kind: z.literal('finished'), report: importReportSchema }).readonly(),
]);

export type ImportEvent = z.infer<typeof importEventSchema>;
