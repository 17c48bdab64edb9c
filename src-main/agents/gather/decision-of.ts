import { timeframeDurationMs, type Timeframe } from '#shared/market/timeframe.ts';
import { recordId, type RecordId } from '#shared/trading/record-id.ts';
import type { SignalDecision } from '#shared/trading/signal.ts';
import type { Question } from '#main/ports/analyst.ts';
import type { AgentSources } from '../agent-sources.ts';

/** The decision that a question is about or came from; null where it is about none. */
export const decisionOf = (question: Question): SignalDecision | null =>
  question.kind === 'governance' ? null : question.decision;

/** The records of a question's own trade: it is not like itself. */
export function itselfOf(question: Question): readonly RecordId[] {
  const decision = decisionOf(question);
  const ids = decision === null ? [] : [recordId('signal', decision.decisionId)];
  if (question.kind !== 'reflection') return ids;
  const { positionId, ordinal } = question.trade;
  return [...ids, recordId('trade', `${positionId}#${ordinal}`)];
}

/** On which a question's scenario decides; null where nobody trades the symbol. */
export const timeframeOf = (question: Question, { cockpit }: Pick<AgentSources, 'cockpit'>): Timeframe | null =>
  decisionOf(question)?.timeframe ??
  cockpit
    .snapshot()
    .scenarios.find(({ scenario, symbol }) => scenario === question.scenario && symbol === question.symbol)
    ?.timeframe ??
  null;

/** The timeframe that one looks at above another. */
const above: Readonly<Record<Timeframe, Timeframe | null>> = {
  ...({ M1: 'M5', M5: 'M15', M15: 'H1', M30: 'H1', H1: 'H4', H4: 'D1', D1: null } as const),
};

/** The timeframes that a question is looked at on, its own first. */
export function timeframesOf(question: Question, sources: Pick<AgentSources, 'cockpit'>): readonly Timeframe[] {
  const own = timeframeOf(question, sources);
  return [own, own === null ? null : above[own]].filter((one) => one !== null);
}

/** The finest timeframe that has states of the market, where one's own is finer. */
export const stateTimeframe = (timeframe: Timeframe): Timeframe =>
  timeframeDurationMs(timeframe) < timeframeDurationMs('M15') ? 'M15' : timeframe;
