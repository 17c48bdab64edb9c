import type { RecordId } from '#shared/trading/record-id.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';

/** Words of a decision or a lesson. */
export interface RememberedText {
  readonly recordId: RecordId;
  readonly symbol: string;
  readonly knownAtUtcMs: UtcMs;
  readonly text: string;
}

/** Texts and their embeddings. What a model once made of a text is kept, so that a rebuild gives the same without it. */
export interface TextStore {
  /** One whose words are others is found by them only; one of words that were embedded before is found at once. */
  readonly save: (text: RememberedText) => void;
  readonly find: (id: RecordId) => RememberedText | null;
  /** Texts that a method has not embedded as they are now, in the order in which they were saved. */
  readonly without: (method: string, limit: number) => readonly RememberedText[];
  /** EMBEDDING_INVALID where the method made vectors of another length before; then none of them is kept. */
  readonly saveEmbeddings: (
    method: string,
    rows: readonly { readonly text: string; readonly vector: Float32Array }[],
  ) => void;
}
