import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import type {
  DeadLetter,
  EventChain,
  ProjectionHealth,
  ProjectionName,
  RebuildEvent,
  RebuildReport,
  RegimeTrades,
  RegimeTradesWish,
  SimilarStates,
  SimilarStatesWish,
  SimilarSignals,
  SimilarSignalsWish,
  SimilarTexts,
  SimilarTextsWish,
  SimilarTrades,
  SimilarTradesWish,
} from '#shared/contract/memory.ts';
import type { RecordId } from '#shared/trading/record-id.ts';

/**
 * What happened before, for those who look: never a way to write a trade. Each answer says which adapter gave it. STATE_UNKNOWN where no state of
 * that moment is stored, STATE_VERSION where a vector is of another version, RECORD_UNKNOWN, NOT_CONNECTED where there is no market time yet.
 */
export interface MemorySearch {
  readonly similarStates: (wish: SimilarStatesWish) => Promise<Result<SimilarStates, Fault>>;
  readonly similarTrades: (wish: SimilarTradesWish) => Promise<Result<SimilarTrades, Fault>>;
  readonly similarSignals: (wish: SimilarSignalsWish) => Promise<Result<SimilarSignals, Fault>>;
  readonly similarTexts: (wish: SimilarTextsWish) => Promise<Result<SimilarTexts, Fault>>;
  readonly eventChain: (id: RecordId) => Promise<Result<EventChain, Fault>>;
  readonly path: (wish: { readonly from: RecordId; readonly to: RecordId }) => Promise<Result<EventChain, Fault>>;
  readonly tradesByRegime: (wish: RegimeTradesWish) => Promise<Result<RegimeTrades, Fault>>;
}

/** The running memory: search, and the projections behind it. */
export interface Memory extends MemorySearch {
  readonly health: () => readonly ProjectionHealth[];
  readonly deadLetters: (limit: number) => readonly DeadLetter[];
  /** Makes a projection anew from the stores, dead letters too. One at a time: REBUILD_RUNNING, REBUILD_CANCELLED. */
  readonly rebuild: (
    projection: ProjectionName,
    watch: {
      readonly onProgress: (event: Extract<RebuildEvent, { kind: 'progress' }>) => void;
      readonly signal: AbortSignal;
    },
  ) => Promise<Result<RebuildReport, Fault>>;
}
