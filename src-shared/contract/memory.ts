import { z } from 'zod';
import { faultSchema } from '../base/fault.ts';
import { regimeSchema } from '../market/regime.ts';
import { timeframeSchema } from '../market/timeframe.ts';
import { linkKindSchema, recordIdSchema, recordKindSchema } from '../trading/record-id.ts';
import { scenarioSchema } from '../trading/scenario.ts';
import { sideSchema } from '../trading/side.ts';
import { tradeOwnerSchema } from '../trading/trade.ts';
import { positionIdSchema } from '../trading/ids.ts';
import { moneySchema } from '../units/money.ts';
import { priceSchema } from '../units/price.ts';
import { utcMsSchema } from '../units/utc-ms.ts';

const count = z.number().int().nonnegative();
const symbol = z.string().min(1).max(64);
const k = z.number().int().min(1).max(100);

/** Who answered. The second of each pair is the rung below: always there, and marked. */
export const vectorAdapterSchema = z.enum(['chroma', 'exact']);
export const graphAdapterSchema = z.enum(['bolt', 'embedded']);

export type VectorAdapter = z.infer<typeof vectorAdapterSchema>;
export type GraphAdapter = z.infer<typeof graphAdapterSchema>;

/** A state of the market: by its numbers (null is unknown, which only those behind the ones that are always known may be), or as it was at the newest bar of a symbol that had closed by a moment. */
export const stateWishSchema = z.discriminatedUnion('kind', [
  z
    .object({
      kind: z.literal('vector'),
      version: z.number().int().positive(),
      timeframe: timeframeSchema,
      vector: z.array(z.number().nullable()).min(1).max(4096).readonly(),
    })
    .readonly(),
  z.object({ kind: z.literal('moment'), symbol, timeframe: timeframeSchema, atUtcMs: utcMsSchema }).readonly(),
]);

export type StateWish = z.infer<typeof stateWishSchema>;

/**
 * `asOfUtcMs`: nothing that came to be known later is in the answer, neither a neighbour nor what followed; null is the market's own now.
 * Neighbours of one symbol lie at least `barsApart` bars from each other and from what is asked for: bars of one afternoon are one situation.
 */
export const similarStatesWishSchema = z
  .object({
    state: stateWishSchema,
    asOfUtcMs: utcMsSchema.nullable().default(null),
    k: k.default(10),
    symbols: z.array(symbol).min(1).max(64).readonly().nullable().default(null),
    fromUtcMs: utcMsSchema.nullable().default(null),
    barsApart: z.number().int().min(0).max(1000).default(24),
  })
  .readonly();

export type SimilarStatesWish = z.infer<typeof similarStatesWishSchema>;

/** What the market did in the bars behind a state, in ATR(14) as it was then; null where that was not known yet, or a hole lies in between. */
export const followedSchema = z
  .object({
    bars: z.number().int().positive(),
    moved: z
      .object({
        closeAtr: z.number(),
        /** The farthest up and down on the way: highest high and lowest low against the state's close. */
        highAtr: z.number(),
        lowAtr: z.number(),
        knownAtUtcMs: utcMsSchema,
      })
      .readonly()
      .nullable(),
  })
  .readonly();

export type Followed = z.infer<typeof followedSchema>;

export const marketMomentSchema = z
  .object({
    symbol,
    timeframe: timeframeSchema,
    source: z.string(),
    openTimeUtcMs: utcMsSchema,
    /** The bar's close: from then on the state was known. */
    knownAtUtcMs: utcMsSchema,
    close: priceSchema,
    regime: regimeSchema.nullable(),
  })
  .readonly();

export type MarketMoment = z.infer<typeof marketMomentSchema>;

export const stateNeighbourSchema = z
  .object({
    moment: marketMomentSchema,
    /** Euclidean, over what is known of both and lengthened by what is not; 0 is the same state. */
    distance: z.number().nonnegative(),
    followed: z.array(followedSchema).readonly(),
  })
  .readonly();

export type StateNeighbour = z.infer<typeof stateNeighbourSchema>;

export const similarStatesSchema = z
  .object({
    stateVersion: z.number().int().positive(),
    adapter: vectorAdapterSchema,
    asOfUtcMs: utcMsSchema,
    /** Null where a vector was asked for. */
    asked: marketMomentSchema.nullable(),
    neighbours: z.array(stateNeighbourSchema).readonly(),
    /** Over the neighbours of which it is known: how many, the median move and the share that closed higher; nulls where there are none. */
    summary: z
      .array(
        z
          .object({
            bars: z.number().int().positive(),
            known: count,
            medianCloseAtr: z.number().nullable(),
            higherRatio: z.number().min(0).max(1).nullable(),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly();

export type SimilarStates = z.infer<typeof similarStatesSchema>;

export const similarTradesWishSchema = z
  .object({
    state: stateWishSchema,
    asOfUtcMs: utcMsSchema.nullable().default(null),
    k: k.default(10),
    symbols: z.array(symbol).min(1).max(64).readonly().nullable().default(null),
    owner: tradeOwnerSchema.nullable().default(null),
  })
  .readonly();

export type SimilarTradesWish = z.infer<typeof similarTradesWishSchema>;

/** A trade as it was known at a moment: what happened later is null. */
export const rememberedTradeSchema = z
  .object({
    recordId: recordIdSchema,
    positionId: positionIdSchema,
    ordinal: z.number().int().positive(),
    symbol,
    side: sideSchema,
    owner: tradeOwnerSchema,
    openedAtUtcMs: utcMsSchema,
    regime: regimeSchema.nullable(),
    outcome: z
      .object({
        closedAtUtcMs: utcMsSchema,
        net: moneySchema,
        /** Net ÷ the risk that was approved; null where nobody approved one. */
        rMultiple: z.number().nullable(),
      })
      .readonly()
      .nullable(),
  })
  .readonly();

export type RememberedTrade = z.infer<typeof rememberedTradeSchema>;

export const similarTradesSchema = z
  .object({
    stateVersion: z.number().int().positive(),
    adapter: vectorAdapterSchema,
    asOfUtcMs: utcMsSchema,
    neighbours: z
      .array(z.object({ trade: rememberedTradeSchema, distance: z.number().nonnegative() }).readonly())
      .readonly(),
  })
  .readonly();

export type SimilarTrades = z.infer<typeof similarTradesSchema>;

export const similarSignalsWishSchema = z
  .object({
    state: stateWishSchema,
    asOfUtcMs: utcMsSchema.nullable().default(null),
    k: k.default(10),
    symbols: z.array(symbol).min(1).max(64).readonly().nullable().default(null),
    scenario: scenarioSchema.nullable().default(null),
  })
  .readonly();

export type SimilarSignalsWish = z.infer<typeof similarSignalsWishSchema>;

/** A wish to enter, and the trades that followed from it as far as they were closed by then; none where it was denied, rejected, or is still open. */
export const rememberedSignalSchema = z
  .object({
    recordId: recordIdSchema,
    scenario: scenarioSchema,
    symbol,
    timeframe: timeframeSchema,
    side: sideSchema,
    knownAtUtcMs: utcMsSchema,
    outcomes: z
      .array(
        z
          .object({
            trade: recordIdSchema,
            closedAtUtcMs: utcMsSchema,
            net: moneySchema,
            rMultiple: z.number().nullable(),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly();

export type RememberedSignal = z.infer<typeof rememberedSignalSchema>;

export const similarSignalsSchema = z
  .object({
    stateVersion: z.number().int().positive(),
    adapter: vectorAdapterSchema,
    graphAdapter: graphAdapterSchema,
    asOfUtcMs: utcMsSchema,
    neighbours: z
      .array(z.object({ signal: rememberedSignalSchema, distance: z.number().nonnegative() }).readonly())
      .readonly(),
  })
  .readonly();

export type SimilarSignals = z.infer<typeof similarSignalsSchema>;

export const similarTextsWishSchema = z
  .object({
    text: z.string().trim().min(1).max(2000),
    asOfUtcMs: utcMsSchema.nullable().default(null),
    k: k.default(10),
  })
  .readonly();

export type SimilarTextsWish = z.infer<typeof similarTextsWishSchema>;

export const similarTextsSchema = z
  .object({
    adapter: vectorAdapterSchema,
    /** How words became numbers: `local-1`, the deterministic method of this program, or `ollama:MODEL`. */
    method: z.string(),
    asOfUtcMs: utcMsSchema,
    neighbours: z
      .array(
        z
          .object({
            recordId: recordIdSchema,
            text: z.string(),
            knownAtUtcMs: utcMsSchema,
            distance: z.number().nonnegative(),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly();

export type SimilarTexts = z.infer<typeof similarTextsSchema>;

/** What a node says of its record. */
export const recordFactsSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).readonly();

export type RecordFacts = z.infer<typeof recordFactsSchema>;

export const chainNodeSchema = z
  .object({
    id: recordIdSchema,
    kind: recordKindSchema,
    /** Null for what stands outside of time: symbol, scenario, regime. */
    knownAtUtcMs: utcMsSchema.nullable(),
    facts: recordFactsSchema,
  })
  .readonly();

export type ChainNode = z.infer<typeof chainNodeSchema>;

export const chainLinkSchema = z.object({ from: recordIdSchema, to: recordIdSchema, kind: linkKindSchema }).readonly();

export type ChainLink = z.infer<typeof chainLinkSchema>;

/** Records and how they hang together: nodes by time and then by id, links by their ends. */
export const eventChainSchema = z
  .object({
    adapter: graphAdapterSchema,
    root: recordIdSchema,
    nodes: z.array(chainNodeSchema).readonly(),
    links: z.array(chainLinkSchema).readonly(),
    /** There is more than is shown. */
    isCut: z.boolean(),
  })
  .readonly();

export type EventChain = z.infer<typeof eventChainSchema>;

export const regimeTradesWishSchema = z
  .object({
    asOfUtcMs: utcMsSchema.nullable().default(null),
    symbol: symbol.nullable().default(null),
    scenario: scenarioSchema.nullable().default(null),
  })
  .readonly();

export type RegimeTradesWish = z.infer<typeof regimeTradesWishSchema>;

/** Closed trades by the market in which they were opened; `regime` null: no state of that time is stored. */
export const regimeTradesSchema = z
  .array(
    z
      .object({
        regime: regimeSchema.nullable(),
        closed: count,
        won: count,
        net: moneySchema,
        meanR: z.number().nullable(),
      })
      .readonly(),
  )
  .readonly();

export type RegimeTrades = z.infer<typeof regimeTradesSchema>;

export const projectionNameSchema = z.enum(['vectors', 'graph']);

export type ProjectionName = z.infer<typeof projectionNameSchema>;

/** How far what is made of the stores lies behind them. */
export const projectionHealthSchema = z
  .object({
    name: projectionNameSchema,
    adapter: z.union([vectorAdapterSchema, graphAdapterSchema]),
    /** What it would be answered from if all were well. */
    wanted: z.union([vectorAdapterSchema, graphAdapterSchema]),
    /** What the server says of itself, and where it is: `Neo4j/5.26.0 at bolt://127.0.0.1:7687`; empty where there is none. */
    server: z.string(),
    /** Changes that the adapter which is wanted has not taken yet. */
    depth: count,
    /** For how long there have been some, on the desk's clock. */
    lagMs: z.number().nonnegative(),
    /** Changes that were refused for good and passed over. */
    deadLetters: count,
    attempts: count,
    nextAttemptInMs: z.number().nonnegative().nullable(),
    fault: faultSchema.nullable(),
  })
  .readonly();

export type ProjectionHealth = z.infer<typeof projectionHealthSchema>;

/** A change that a store refused for good: it was passed over, so that what follows could go on. */
export const deadLetterSchema = z
  .object({
    projection: projectionNameSchema,
    target: z.string(),
    key: z.string(),
    fault: faultSchema,
    attempts: z.number().int().positive(),
    diedAtUtcMs: utcMsSchema,
  })
  .readonly();

export type DeadLetter = z.infer<typeof deadLetterSchema>;

/** `hash`: SHA-256 of all that the projection holds, in its order; two rebuilds of the same stores have the same. */
export const rebuildReportSchema = z
  .object({
    projection: projectionNameSchema,
    adapter: z.union([vectorAdapterSchema, graphAdapterSchema]),
    rows: count,
    hash: z.string().regex(/^[0-9a-f]{64}$/),
    durationMs: z.number().nonnegative(),
    deadLetters: count,
  })
  .readonly();

export type RebuildReport = z.infer<typeof rebuildReportSchema>;

export const rebuildEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), done: count, depth: count }).readonly(),
  z.object({ kind: z.literal('finished'), report: rebuildReportSchema }).readonly(),
]);

export type RebuildEvent = z.infer<typeof rebuildEventSchema>;
