import { assertNever } from '#shared/base/assert.ts';
import type { NewEvent } from '#main/ports/event-log.ts';
import type { EngineEvent } from '#shared/events/engine-event.ts';
import type { PositionId } from '#shared/trading/ids.ts';
import type { Position } from '#shared/trading/position.ts';
import type { TradeIntent } from '#shared/trading/trade-intent.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import {
  differenceKey,
  endedApprovalsMax,
  judgedIntentsMax,
  scenarioKey,
  tradingStatesMax,
  type EngineState,
  type ScenarioState,
} from './engine-state.ts';
import {
  askOpinion,
  endProposal,
  failReflection,
  learnLesson,
  noteReduction,
  recordProposal,
  takeOpinion,
} from './evolve-agents.ts';
import { changeDrawdown, dayStarted, heedCash } from './evolve-day.ts';
import { governedAfter } from './evolve-governance.ts';
import { recordDeal, recordOrder, recordOrderStatus } from './evolve-orders.ts';
import { countRepair, heedStopsSet, recordStopFailure, stillWatched, watchStop } from './evolve-stops.ts';
import { volumeTolerance } from './remaining-volume.ts';
import { withoutKeys } from './without-keys.ts';

/** The state after an event. Pure and total: every event that the log accepted can be folded, whatever came before it. */
export function evolve(state: EngineState, { event, occurredAtUtcMs }: NewEvent): EngineState {
  switch (event.kind) {
    case 'engineStarted':
    case 'engineStopped':
      return { ...state, isConnected: false };
    case 'accountPinned':
      return { ...state, account: event.account };
    case 'terminalConnected':
      return { ...state, isConnected: true, disconnectFault: null };
    case 'terminalDisconnected':
      return { ...state, isConnected: false, disconnectFault: event.fault };
    case 'instrumentChanged':
      return {
        ...state,
        instruments: {
          ...state.instruments,
          [event.instrument.symbol]: { instrument: event.instrument, version: event.version },
        },
      };
    case 'positionsChanged':
      return withPositions(state, event.positions);
    case 'differencesChanged':
      return { ...state, differences: event.differences };
    case 'tradingStateChanged':
      return changeTradingState(state, event, occurredAtUtcMs);
    case 'dayStarted':
      return { ...state, day: dayStarted(event, occurredAtUtcMs) };
    case 'drawdownBaselineChanged':
      return changeDrawdown(state, event, occurredAtUtcMs);
    case 'decisionMade':
      return withScenario(state, event.decision.scenario, event.decision.symbol, { decision: event.decision });
    case 'phaseChanged':
      return withScenario(state, event.scenario, event.symbol, { phase: event.to });
    case 'intentFormed':
      return recordIntent(state, event.intent);
    case 'intentDenied':
      return recordDenial(state, event);
    case 'cashRecorded':
      return heedCash(state, event.operation);
    case 'approvalOpened':
      return { ...state, tickets: { ...state.tickets, [event.ticket.approvalId]: event.ticket } };
    case 'approvalEnded':
      return endTicket(state, event, occurredAtUtcMs);
    case 'otherCockpitNoticed': {
      const { installationTag, symbol, dealTicket } = event;
      return { ...state, otherCockpits: { ...state.otherCockpits, [installationTag]: { symbol, dealTicket } } };
    }
    case 'flattenStarted':
      return { ...state, flattening: { scope: event.scope, reason: event.reason } };
    case 'flattenEnded':
      return { ...state, flattening: null };
    case 'governanceStarted':
    case 'depositClosed':
    case 'scenarioSwitched':
    case 'governanceHeld':
    case 'governanceForced':
    case 'governanceReleased':
      return { ...state, governance: governedAfter(state.governance, event, occurredAtUtcMs) };
    case 'stopRepairFailed':
      return recordStopFailure(state, event);
    case 'overRiskRaised': {
      const { kind: _kind, ...overRisk } = event;
      return { ...state, overRisks: { ...state.overRisks, [event.positionId]: overRisk } };
    }
    case 'overRiskCleared':
      return { ...state, overRisks: withoutKeys(state.overRisks, new Set([event.positionId])) };
    case 'orderJournaled':
      return countRepair(recordOrder(state, event.request, occurredAtUtcMs), event.request);
    case 'orderStatusChanged':
      return recordOrderStatus(heedStopsSet(state, event), event, occurredAtUtcMs);
    case 'dealRecorded':
      return watchStop(recordDeal(noteReduction(state, event.deal), event.deal, occurredAtUtcMs), event.deal);
    case 'opinionAsked':
      return askOpinion(state, event, occurredAtUtcMs);
    case 'opinionGiven':
      return takeOpinion(state, event);
    case 'proposalMade':
      return recordProposal(state, event.proposal);
    case 'proposalEnded':
      return endProposal(state, event);
    case 'lessonLearnt':
      return learnLesson(state, event);
    case 'reflectionFailed':
      return failReflection(state, event);
    case 'lessonRetired':
      return state;
    default:
      return assertNever(event, 'engine event');
  }
}

/** The trader's own word to go on signs for the differences that stand. */
function changeTradingState(
  state: EngineState,
  event: Extract<EngineEvent, { kind: 'tradingStateChanged' }>,
  sinceUtcMs: UtcMs,
): EngineState {
  const tradingState = { state: event.state, reason: event.reason, sinceUtcMs };
  const change = { state: event.state, reason: event.reason, actor: event.actor, atUtcMs: sinceUtcMs };
  const tradingStates = [change, ...state.tradingStates].slice(0, tradingStatesMax);
  const isSigned = event.state === 'active' && (event.actor === 'window' || event.actor === 'cli');
  if (!isSigned) return { ...state, tradingState, tradingStates };
  const signedDifferences = [...state.signedDifferences, ...state.differences.map(differenceKey)];
  return {
    ...state,
    ...{ tradingState, tradingStates, signedDifferences },
    differences: [],
    otherCockpits: {},
    stopAlarm: null,
  };
}

/**
 * An owner and a closed volume are forgotten when a position that was there is not there any more; an owner whose position has yet to
 * appear stays. What a report shows as closed is no longer owed to it by the deals.
 */
function withPositions(state: EngineState, positions: readonly Position[]): EngineState {
  const reported = new Map(positions.map((position) => [position.positionId, position]));
  const gone = state.positions.filter((position) => !reported.has(position.positionId));
  const goneEntries = new Set<string | null>(gone.map((position) => position.clientOrderId));
  const gonePositions = new Set<string | null>(gone.map((position) => position.positionId));
  return {
    ...state,
    positions,
    owners: withoutKeys(state.owners, goneEntries),
    stopWatches: stillWatched(state, { reported: positions, gone: gonePositions }),
    overRisks: withoutKeys(state.overRisks, gonePositions),
    closedVolumes: stillOwed(state, reported),
    signedDifferences: state.signedDifferences.filter((key) => !gonePositions.has(key.slice(key.indexOf(':') + 1))),
  };
}

/** Of each position the closed volume that its reported volume does not show yet. */
function stillOwed(
  { positions, closedVolumes }: EngineState,
  reported: ReadonlyMap<PositionId, Position>,
): EngineState['closedVolumes'] {
  return Object.fromEntries(
    positions.flatMap(({ positionId, volume }) => {
      const now = reported.get(positionId);
      const owed = (closedVolumes[positionId] ?? 0) - (volume - (now?.volume ?? volume));
      return now === undefined || owed <= volumeTolerance ? [] : [[positionId, Number(owed.toFixed(8))]];
    }),
  );
}

function withScenario(
  state: EngineState,
  scenario: ScenarioState['scenario'],
  symbol: string,
  change: Partial<Pick<ScenarioState, 'phase' | 'decision'>>,
): EngineState {
  const key = scenarioKey(scenario, symbol);
  const before = state.scenarios[key] ?? { scenario, symbol, phase: 'idle' as const, decision: null, advice: null };
  return { ...state, scenarios: { ...state.scenarios, [key]: { ...before, ...change } } };
}

function recordIntent(state: EngineState, { kind, intentId }: TradeIntent): EngineState {
  if (kind !== 'enter') return state;
  const judged = { intentId, deniedBy: null };
  return { ...state, judgedIntents: [judged, ...state.judgedIntents].slice(0, judgedIntentsMax) };
}

function recordDenial(
  state: EngineState,
  { intentId, fault }: Extract<EngineEvent, { kind: 'intentDenied' }>,
): EngineState {
  const judgedIntents = state.judgedIntents.map((judged) =>
    judged.intentId === intentId ? { ...judged, deniedBy: fault.code } : judged,
  );
  return { ...state, judgedIntents };
}

function endTicket(
  state: EngineState,
  event: Extract<EngineEvent, { kind: 'approvalEnded' }>,
  endedAtUtcMs: UtcMs,
): EngineState {
  const { [event.approvalId]: ticket, ...tickets } = state.tickets;
  if (ticket === undefined) return state;
  const ended = { ticket, outcome: event.outcome, actor: event.actor, reason: event.reason, endedAtUtcMs };
  return { ...state, tickets, endedApprovals: [ended, ...state.endedApprovals].slice(0, endedApprovalsMax) };
}
