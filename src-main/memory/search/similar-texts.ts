import { assertDefined } from '#shared/base/assert.ts';
import type { Fault } from '#shared/base/fault.ts';
import { ok, type Result } from '#shared/base/result.ts';
import type { SimilarTexts, SimilarTextsWish, VectorAdapter } from '#shared/contract/memory.ts';
import { kindOf, recordIdSchema } from '#shared/trading/record-id.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { MarketClock } from '#main/ports/clock.ts';
import type { Embedder } from '#main/ports/embedder.ts';
import type { LedgerRecords } from '#main/ports/ledger-records.ts';
import type { TextStore } from '#main/ports/text-store.ts';
import type { VectorIndex, VectorNeighbour } from '#main/ports/vector-index.ts';
import { asOf } from './as-of.ts';
import { findNeighbours, firstOf } from './find-neighbours.ts';
import { answerFrom, type Ladder } from './ladder.ts';
import type { Pace } from './paced.ts';

export interface TextSearch extends Pace {
  readonly vectors: Ladder<VectorIndex, VectorAdapter>;
  /** The preferred one first; the last one always answers. */
  readonly embedders: readonly [Embedder, ...Embedder[]];
  readonly texts: Pick<TextStore, 'find'>;
  /** What was retired by a moment is not found as of then. */
  readonly lessons: Pick<LedgerRecords, 'lesson'>;
  readonly marketClock: MarketClock;
}

/** Decisions and lessons in words like these. Vectors of two methods are never compared: who embeds the question says where is looked. */
export async function similarTexts(
  search: TextSearch,
  { text, k, asOfUtcMs: wished }: SimilarTextsWish,
): Promise<Result<SimilarTexts, Fault>> {
  const moment = asOf(wished, search.marketClock);
  if (!moment.ok) return moment;
  const asOfUtcMs = moment.value;
  const embedded = await embedText(search.embedders, text);
  if (!embedded.ok) return embedded;
  const { method, vector } = embedded.value;
  const query = {
    partition: { collection: 'texts', method },
    ...{ vector, k, asOfUtcMs, fromUtcMs: null, symbols: null },
  } as const;
  const found = await answerFrom(search.vectors, (index) =>
    findNeighbours(index, query, (candidates) =>
      firstOf(search, { candidates, count: k }, (candidate) => wordsOf(search, candidate, asOfUtcMs)),
    ),
  );
  if (!found.ok) return found;
  const { value: neighbours, adapter } = found.value;
  return ok({ adapter, method, asOfUtcMs, neighbours });
}

interface EmbeddedText {
  readonly method: string;
  readonly vector: Float32Array;
}

/** By the first embedder that can. */
async function embedText(
  [embedder, ...others]: TextSearch['embedders'],
  text: string,
): Promise<Result<EmbeddedText, Fault>> {
  const embedded = await embedder.embed([text]);
  if (embedded.ok) {
    const vector = assertDefined(embedded.value[0], 'an embedder answers each text');
    return ok({ method: embedder.method, vector });
  }
  const [next, ...rest] = others;
  return next === undefined ? embedded : await embedText([next, ...rest], text);
}

/** As the store has them; null where it has not, had not by then, or the trader had retired them. */
function wordsOf(
  { texts, lessons }: TextSearch,
  { id, distance }: VectorNeighbour,
  asOfUtcMs: UtcMs,
): SimilarTexts['neighbours'][number] | null {
  const found = texts.find(recordIdSchema.parse(id));
  if (found === null || found.knownAtUtcMs > asOfUtcMs) return null;
  const { recordId, text, knownAtUtcMs } = found;
  const retired = kindOf(recordId) === 'lesson' ? (lessons.lesson(recordId)?.retired ?? null) : null;
  if (retired !== null && retired.atUtcMs <= asOfUtcMs) return null;
  return { recordId, text, knownAtUtcMs, distance };
}
