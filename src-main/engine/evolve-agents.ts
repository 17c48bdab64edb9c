import type { EngineEvent } from '#shared/events/engine-event.ts';
import type { Proposal } from '#shared/agent/proposal.ts';
import type { Deal } from '#shared/trading/deal.ts';
import { keyOf, type RecordId } from '#shared/trading/record-id.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import {
  endedProposalsMax,
  reducedTradesMax,
  scenarioKey,
  type EngineState,
  type ReducedTrade,
  type ScenarioState,
} from './engine-state.ts';
import { withoutKeys } from './without-keys.ts';

type EventOf<Kind extends EngineEvent['kind']> = Extract<EngineEvent, { kind: Kind }>;

/** A question is about the newest decision of a scenario. */
export function askOpinion(
  state: EngineState,
  { decisionId, deadlineMs }: EventOf<'opinionAsked'>,
  askedAtUtcMs: UtcMs,
): EngineState {
  const decision =
    Object.values(state.scenarios).find((it) => it.decision?.decisionId === decisionId)?.decision ?? null;
  if (decision === null) return state;
  return { ...state, questions: { ...state.questions, [decisionId]: { decision, deadlineMs, askedAtUtcMs } } };
}

export function takeOpinion(state: EngineState, { decisionId, opinion }: EventOf<'opinionGiven'>): EngineState {
  const asked = state.questions[decisionId];
  if (asked === undefined) return state;
  const key = scenarioKey(asked.decision.scenario, asked.decision.symbol);
  const advised = (scenario: ScenarioState): ScenarioState => ({ ...scenario, advice: { decisionId, opinion } });
  const scenario = state.scenarios[key];
  return {
    ...state,
    questions: withoutKeys(state.questions, new Set([decisionId])),
    scenarios: scenario === undefined ? state.scenarios : { ...state.scenarios, [key]: advised(scenario) },
  };
}

export const recordProposal = (state: EngineState, proposal: Proposal): EngineState => ({
  ...state,
  proposals: { ...state.proposals, [proposal.proposalId]: proposal },
});

export function endProposal(state: EngineState, { proposalId, outcome }: EventOf<'proposalEnded'>): EngineState {
  const endedProposals = [{ proposalId, outcome }, ...state.endedProposals].slice(0, endedProposalsMax);
  return { ...state, proposals: withoutKeys(state.proposals, new Set([proposalId])), endedProposals };
}

/** A deal that leaves a scenario's position may have closed its trade: whether it has, its deals in the ledger say. */
export function noteReduction(state: EngineState, { positionId, symbol, entry }: Deal): EngineState {
  if (entry === 'in' || state.reducedTrades.some((it) => it.positionId === positionId)) return state;
  const position = state.positions.find((it) => it.positionId === positionId);
  const opener = position?.clientOrderId ?? state.stopWatches[positionId]?.clientOrderId ?? null;
  const scenario = opener === null ? undefined : state.owners[opener];
  if (scenario === undefined) return state;
  const reduced: ReducedTrade = { positionId, scenario, symbol, reflectionsFailed: 0 };
  return { ...state, reducedTrades: [...state.reducedTrades, reduced].slice(-reducedTradesMax) };
}

/** The trade has its lesson. */
export const learnLesson = (state: EngineState, { lesson }: EventOf<'lessonLearnt'>): EngineState => ({
  ...state,
  reducedTrades: state.reducedTrades.filter(isNotOf(lesson.tradeId)),
});

/** The trade waits for another try, or has taught nothing. */
export function failReflection(
  state: EngineState,
  { tradeId, attempt, next }: EventOf<'reflectionFailed'>,
): EngineState {
  const isOther = isNotOf(tradeId);
  const reducedTrades =
    next === 'none'
      ? state.reducedTrades.filter(isOther)
      : state.reducedTrades.map((it) => (isOther(it) ? it : { ...it, reflectionsFailed: attempt }));
  return { ...state, reducedTrades };
}

/** A trade is named `trade:POSITION#ORDINAL`. */
function isNotOf(tradeId: RecordId): (reduced: ReducedTrade) => boolean {
  const key = keyOf(tradeId);
  const ofPosition = key.slice(0, key.lastIndexOf('#'));
  return ({ positionId }) => positionId !== ofPosition;
}
