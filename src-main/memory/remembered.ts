import type { Situation } from '#main/ports/situation-store.ts';
import type { RememberedText, TextStore } from '#main/ports/text-store.ts';
import type { ProjectionName } from '#shared/contract/memory.ts';
import { assertNever } from '#shared/base/assert.ts';
import { graphOfRecord, type RecordGraph } from './graph-of-record.ts';
import type { LedgerRecord } from './ledger-record.ts';
import { putRecordGraph } from './put-record-graph.ts';
import { putRegime, saveSituation, stateIn, type SituationStores } from './save-situation.ts';
import { situationOfRecord } from './situation-of-record.ts';
import { textOfRecord } from './text-of-record.ts';

/** What is remembered of a record. */
export interface Remembered {
  readonly graph: RecordGraph;
  readonly situation: Situation | null;
  readonly text: RememberedText | null;
  /** The key of a trade that is no more. */
  readonly goneTrade: string | null;
}

export interface RememberedStores extends SituationStores {
  readonly texts: Pick<TextStore, 'save'>;
}

export const rememberedOf = (record: LedgerRecord): Remembered => ({
  graph: graphOfRecord(record),
  situation: situationOfRecord(record),
  text: textOfRecord(record),
  goneTrade: record.kind === 'noTrade' ? `${record.positionId}#${record.ordinal}` : null,
});

/** Writes one projection's part of it, within the caller's transaction. */
export function saveRemembered(
  projection: ProjectionName,
  { graph, situation, text, goneTrade }: Remembered,
  stores: RememberedStores,
): void {
  switch (projection) {
    case 'vectors':
      if (goneTrade !== null) stores.situations.remove({ kind: 'trade', key: goneTrade });
      if (situation !== null) saveSituation(situation, stores);
      if (text !== null) stores.texts.save(text);
      return;
    case 'graph':
      putRecordGraph(stores.graph, graph);
      if (situation !== null) putRegime(situation, stateIn(situation, stores), stores);
      return;
    default:
      assertNever(projection, 'a projection');
  }
}
