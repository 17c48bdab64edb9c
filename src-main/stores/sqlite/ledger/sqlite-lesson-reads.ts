import { differenceInterval } from '#shared/base/mean-interval.ts';
import type { Lesson } from '#shared/agent/lesson.ts';
import type { LessonView } from '#shared/contract/agents.ts';
import { approvedRisk } from '#shared/trading/approved-risk.ts';
import { recordId } from '#shared/trading/record-id.ts';
import type { Trade } from '#shared/trading/trade.ts';
import type { LessonReads, StoredLesson } from '#main/ports/lessons.ts';
import type { ReadableDb } from '../readable-db.ts';
import { selectDealsOf } from './deal-rows.ts';
import { selectLesson, selectLessonsActiveAt, selectLessonsBefore, selectUsesOf } from './lesson-rows.ts';
import { selectOrder } from './order-rows.ts';
import { selectDecisionIdOf } from './signal-rows.ts';
import { selectClosedTradeRows, selectTrade, type ClosedTradeRow } from './trade-rows.ts';

export function sqliteLessonReads(db: ReadableDb): LessonReads {
  const resultOf = rememberedResults(db);
  return {
    lesson: (id) => selectLesson(db, id)?.lesson ?? null,
    activeAsOf: (wish) => selectLessonsActiveAt(db, wish),
    page: (wish) => {
      const results = resultsByGroup(db, resultOf);
      return selectLessonsBefore(db, wish).map((stored) => viewOf(db, stored, results(stored.lesson)));
    },
  };
}

/** What a decision's trade came to, in R. */
interface Result {
  readonly tradeId: string;
  readonly decisionId: string;
  readonly side: Trade['side'];
  readonly rMultiple: number;
}

/** The trade that taught it is of neither group: the lesson was drawn from how it ended. */
function viewOf(db: ReadableDb, { lesson, retired }: StoredLesson, results: readonly Result[]): LessonView {
  const shownTo = selectUsesOf(db, lesson.lessonId);
  const comparable = results.filter(({ tradeId, side }) => tradeId !== lesson.tradeId && side === lesson.side);
  const inR = (isShown: boolean): readonly number[] =>
    comparable.filter(({ decisionId }) => shownTo.has(decisionId) === isShown).map(({ rMultiple }) => rMultiple);
  const [shown, others] = [inR(true), inR(false)];
  const effect = differenceInterval(shown, others);
  return {
    ...{ lesson, retired, uses: shownTo.size, tradesWith: shown.length, tradesWithout: others.length },
    effectR: effect?.mean ?? null,
    lowR: effect?.low ?? null,
    highR: effect?.high ?? null,
  };
}

type ResultOf = (row: ClosedTradeRow) => Result | null;

/** Lessons of one scenario and symbol are compared within the same results. */
function resultsByGroup(db: ReadableDb, resultOf: ResultOf): (lesson: Lesson) => readonly Result[] {
  const known = new Map<string, readonly Result[]>();
  return ({ scenario, symbol }) => {
    const key = JSON.stringify([scenario, symbol]);
    const rows = (): readonly ClosedTradeRow[] => selectClosedTradeRows(db, { owner: scenario, symbol });
    const results = known.get(key) ?? rows().flatMap((row) => resultOf(row) ?? []);
    known.set(key, results);
    return results;
  };
}

/** Each is made out once: a trade that a late deal changes is written anew, with another sequence. */
function rememberedResults(db: ReadableDb): ResultOf {
  const known = new Map<string, { readonly sequence: number; readonly result: Result | null }>();
  return ({ positionId, ordinal, sequence }) => {
    const key = `${positionId}#${ordinal}`;
    const seen = known.get(key);
    if (seen?.sequence === sequence) return seen.result;
    const trade = selectTrade(db, positionId, ordinal);
    const result = trade === null ? null : resultOfTrade(db, trade);
    known.set(key, { sequence, result });
    return result;
  };
}

/** Null for a trade that no decision is behind, or that somebody entered without an approval. */
function resultOfTrade(db: ReadableDb, trade: Trade): Result | null {
  const deals = selectDealsOf(db, trade.positionId);
  const opening = deals.find(({ dealTicket }) => dealTicket === trade.legs[0]?.dealTicket);
  const order = opening?.clientOrderId == null ? null : selectOrder(db, opening.clientOrderId);
  const decisionId = order === null ? null : selectDecisionIdOf(db, order.request.intentId);
  if (order === null || decisionId === null) return null;
  const risk = approvedRisk(trade, {
    dealsOf: () => deals,
    findOrder: (id) => (id === opening?.clientOrderId ? order : selectOrder(db, id)),
  });
  const tradeId = recordId('trade', `${trade.positionId}#${trade.ordinal}`);
  return risk === null ? null : { tradeId, decisionId, side: trade.side, rMultiple: trade.net / risk };
}
