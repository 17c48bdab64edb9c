import { differenceInterval } from '#shared/base/mean-interval.ts';
import type { Lesson } from '#shared/agent/lesson.ts';
import type { LessonView } from '#shared/contract/agents.ts';
import { approvedRisk } from '#shared/trading/approved-risk.ts';
import { recordId } from '#shared/trading/record-id.ts';
import type { Trade } from '#shared/trading/trade.ts';
import type { LessonReads, StoredLesson } from '#main/ports/lessons.ts';
import type { ReadableDb } from '../readable-db.ts';
import { selectDeal } from './deal-rows.ts';
import { selectLesson, selectLessonsActiveAt, selectLessonsBefore, selectUsesOf } from './lesson-rows.ts';
import { selectOrder } from './order-rows.ts';
import { selectDecisionOf } from './signal-rows.ts';
import { sqliteTradeStorage } from './trade-storage.ts';
import { selectClosedTrades } from './trade-rows.ts';

export const sqliteLessonReads = (db: ReadableDb): LessonReads => ({
  lesson: (id) => selectLesson(db, id)?.lesson ?? null,
  activeAsOf: (wish) => selectLessonsActiveAt(db, wish),
  page: (wish) => {
    const results = rememberedResults(db);
    return selectLessonsBefore(db, wish).map((stored) => viewOf(db, stored, results(stored.lesson)));
  },
});

/** What a decision's trade came to, in R. */
interface Result {
  readonly tradeId: string;
  readonly decisionId: string;
  readonly rMultiple: number;
}

/** The trade that taught it is of neither group: the lesson was drawn from how it ended. */
function viewOf(db: ReadableDb, { lesson, retired }: StoredLesson, results: readonly Result[]): LessonView {
  const shownTo = selectUsesOf(db, lesson.lessonId);
  const comparable = results.filter(({ tradeId }) => tradeId !== lesson.tradeId);
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

/** Lessons of one scenario, symbol and side are compared within the same results. */
function rememberedResults(db: ReadableDb): (lesson: Lesson) => readonly Result[] {
  const known = new Map<string, readonly Result[]>();
  return (lesson) => {
    const { scenario, symbol, side } = lesson;
    const key = JSON.stringify([scenario, symbol, side]);
    const results = known.get(key) ?? resultsOf(db, lesson);
    known.set(key, results);
    return results;
  };
}

const resultsOf = (db: ReadableDb, { scenario, symbol, side }: Lesson): readonly Result[] =>
  selectClosedTrades(db, { owner: scenario, symbol }).flatMap((trade) => {
    const decisionId = trade.side === side ? decisionBehind(db, trade) : null;
    const risk = decisionId === null ? null : approvedRisk(trade, sqliteTradeStorage(db));
    const tradeId = recordId('trade', `${trade.positionId}#${trade.ordinal}`);
    return decisionId === null || risk === null ? [] : [{ tradeId, decisionId, rMultiple: trade.net / risk }];
  });

function decisionBehind(db: ReadableDb, { legs: [opening] }: Trade): string | null {
  const deal = opening === undefined ? null : selectDeal(db, opening.dealTicket);
  const order = deal?.clientOrderId == null ? null : selectOrder(db, deal.clientOrderId);
  return order === null ? null : (selectDecisionOf(db, order.request.intentId)?.decisionId ?? null);
}
