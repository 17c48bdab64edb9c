import { assertDefined, assertNever } from '#shared/base/assert.ts';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { proposalSchema, type Proposal, type ProposalOutcome, type ProposedAction } from '#shared/agent/proposal.ts';
import type { Actor } from '#shared/events/engine-event.ts';
import { partOf } from '#shared/market/instrument-volume.ts';
import type { PositionId } from '#shared/trading/ids.ts';
import type { Position } from '#shared/trading/position.ts';
import { closePrice, sideSign } from '#shared/trading/side.ts';
import type { SignalDecision } from '#shared/trading/signal.ts';
import type { Price } from '#shared/units/price.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { Answer, Question } from '#main/ports/analyst.ts';
import { askAgents, asked } from './ask-agents.ts';
import { closePosition } from './close-position.ts';
import { entryOf } from './entry-of.ts';
import { isManageDue, type ManageMoment } from './is-manage-due.ts';
import { modifyPosition } from './modify-position.ts';
import { remainingVolume } from './remaining-volume.ts';
import type { ScenarioRunner } from './scenario-runner.ts';
import type { Step } from './step.ts';

type ManageQuestion = Extract<Question, { kind: 'manage' }>;

/** A position that the rules hold, at the close of a bar. */
export interface HeldAtClose {
  readonly runner: ScenarioRunner;
  readonly position: Position;
  readonly decision: SignalDecision;
  /** Of the bar. */
  readonly close: Price;
}

/**
 * The agents may propose less of a position that the rules hold, or a stop nearer to the price. They are asked no more often than the trader wants it; how
 * often, this engine remembers and the next one does not. What is not answered when they are asked again is asked anew.
 */
export function askAboutPosition(step: Step, held: HeldAtClose): void {
  const { analyst, agents } = step.dependencies;
  const { runner, position, decision } = held;
  const { positionId } = position;
  const now: ManageMoment = { asOfUtcMs: decision.asOfUtcMs, r: openR(step, held) };
  const everyMs = agents.manageEveryMs[runner.scenario];
  if (analyst === null || !isManageDue(step.desk.managed.get(positionId) ?? null, now, everyMs)) return;
  step.desk.managed.set(positionId, now);
  const question: ManageQuestion = { ...asked(step, runner), kind: 'manage', position, decision };
  const ofPosition = `manage:${positionId}@` as const;
  for (const key of step.desk.asked.keys()) if (key.startsWith(ofPosition)) step.desk.asked.delete(key);
  askAgents(step, `${ofPosition}${decision.decisionId}`, question);
}

/** What the close makes of the position, in multiples of what its entry risked; costs are left aside. */
function openR(step: Step, { position, close }: HeldAtClose): number | null {
  const { side, openPrice } = position;
  const stop = entryOf(step, position)?.stop ?? null;
  const riskAtEntry = stop === null ? 0 : Math.abs(openPrice - stop);
  return riskAtEntry > 0 ? (sideSign(side) * (close - openPrice)) / riskAtEntry : null;
}

/** Puts what agents propose before the trader, in the place of what they proposed before. What would not reduce is not shown. */
export function propose(step: Step, question: ManageQuestion, answer: Answer): void {
  if (answer.kind === 'proposal' && answer.proposal === null) return;
  const fit = proposalIn(step, question, answer);
  if (!fit.ok) {
    step.dependencies.logger.warn('a proposal was not taken up', { ...fit.error });
    return;
  }
  const proposal = fit.value;
  for (const { proposalId, positionId } of Object.values(step.state.proposals))
    if (positionId === proposal.positionId) endProposal(step, { proposalId, outcome: 'superseded' });
  step.record({ kind: 'proposalMade', proposal });
}

function proposalIn(
  step: Step,
  { position, decision, scenario, symbol }: ManageQuestion,
  answer: Answer,
): Result<Proposal, Fault> {
  if (answer.kind === 'fault') return err(answer.fault);
  const parsed = proposalSchema.safeParse(answer.kind === 'proposal' ? answer.proposal : null);
  if (!parsed.success) return err(unfit('it is no proposal'));
  const { data } = parsed;
  const isAbout = data.positionId === position.positionId && data.scenario === scenario && data.symbol === symbol;
  if (!isAbout) return err(unfit(`it is about position ${data.positionId}`));
  if (isKnown(step, data.proposalId)) return err(unfit('it was made before'));
  const now = step.state.positions.find(({ positionId }) => positionId === position.positionId);
  if (now === undefined) return err(unfit('the position is gone'));
  if (!isReduction(step, data.action, now)) return err(unfit('it would not reduce the position'));
  const validUntilUtcMs = utcMs(Math.min(data.validUntilUtcMs, decision.validUntilUtcMs));
  if (step.nowUtcMs >= validUntilUtcMs) return err(unfit('the next decision was due before it came'));
  return ok({ ...data, proposedAtUtcMs: step.nowUtcMs, validUntilUtcMs });
}

const unfit = (why: string): Fault => fault('ANALYST_FAILED', `What the agents propose cannot be: ${why}.`);

const isKnown = ({ state }: Step, proposalId: string): boolean =>
  proposalId in state.proposals || state.endedProposals.some((it) => it.proposalId === proposalId);

function isReduction({ market }: Step, action: ProposedAction, { side, stop, symbol }: Position): boolean {
  if (action.kind !== 'moveStop') return true;
  const quote = market.quotes.get(symbol);
  const isNearer = stop === null || sideSign(side) * (action.stop - stop) > 0;
  const isBehindPrice = quote === undefined || sideSign(side) * (closePrice(side, quote) - action.stop) > 0;
  return isNearer && isBehindPrice;
}

/**
 * The trader's click: what is proposed becomes a reduction, proved against the position as any other; where it is none any more it is refused, and has
 * ended. PROPOSAL_UNKNOWN, PROPOSAL_ENDED, NOT_CONNECTED, VOLUME_BELOW_MIN, NOT_A_REDUCTION, POSITION_UNKNOWN.
 */
export function takeProposal(step: Step, proposalId: string, actor: Actor): Result<void, Fault> {
  endOutrunProposals(step);
  const proposal = step.state.proposals[proposalId];
  if (proposal === undefined) return err(proposalGone(step, proposalId));
  if (!step.state.isConnected) return err(notConnected);
  const taken = carryOut(step, proposal);
  const outcome = taken.ok ? 'taken' : 'denied';
  endProposal(step, { proposalId, outcome, actor, fault: taken.ok ? null : taken.error });
  return taken;
}

export function dismissProposal(step: Step, proposalId: string, actor: Actor): Result<void, Fault> {
  if (!(proposalId in step.state.proposals)) return err(proposalGone(step, proposalId));
  endProposal(step, { proposalId, outcome: 'dismissed', actor });
  return ok(undefined);
}

function carryOut(step: Step, { positionId, symbol, action }: Proposal): Result<void, Fault> {
  const position = step.state.positions.find((it) => it.positionId === positionId);
  const close = { positionId, reason: 'trader', decisionId: null } as const;
  switch (action.kind) {
    case 'close':
      return closePosition(step, close);
    case 'closePart': {
      const instrument = assertDefined(step.market.instruments.get(symbol), 'the instrument of a connected terminal');
      const volume =
        position === undefined ? 0 : partOf(remainingVolume(step.state, position), action.ratio, instrument);
      return volume === 0 ? err(tooSmall(positionId)) : closePosition(step, { ...close, volume });
    }
    case 'moveStop':
      // By proof and not by the trader's hand, which may widen a stop: nothing that agents propose can.
      return modifyPosition(step, { positionId, stop: action.stop, target: position?.target ?? null, by: 'proposal' });
    default:
      return assertNever(action, 'proposed action');
  }
}

/** A scenario's next decision ends what was proposed after the one before. */
export function endProposalsOf(step: Step, { scenario, symbol }: Pick<ScenarioRunner, 'scenario' | 'symbol'>): void {
  for (const proposal of Object.values(step.state.proposals)) {
    if (proposal.scenario !== scenario || proposal.symbol !== symbol) continue;
    endProposal(step, { proposalId: proposal.proposalId, outcome: 'expired' });
  }
}

export function endOutrunProposals(step: Step): void {
  const now = step.dependencies.marketClock.nowUtcMs();
  for (const { proposalId, validUntilUtcMs } of Object.values(step.state.proposals))
    if (now !== null && now >= validUntilUtcMs) endProposal(step, { proposalId, outcome: 'expired' });
}

/** Nothing is proposed for a position that is gone, and nothing is remembered of it. */
export function forgetGone(step: Step): void {
  const isOpen = (id: PositionId): boolean => step.state.positions.some(({ positionId }) => positionId === id);
  for (const positionId of step.desk.managed.keys()) if (!isOpen(positionId)) step.desk.managed.delete(positionId);
  for (const { proposalId, positionId } of Object.values(step.state.proposals)) {
    if (!isOpen(positionId)) endProposal(step, { proposalId, outcome: 'expired' });
  }
}

function endProposal(
  step: Step,
  end: {
    readonly proposalId: string;
    readonly outcome: ProposalOutcome;
    readonly actor?: Actor;
    readonly fault?: Fault | null;
  },
): void {
  const { proposalId, outcome, actor = 'engine', fault: why = null } = end;
  step.record({ kind: 'proposalEnded', proposalId, outcome, actor, fault: why });
}

function proposalGone({ state }: Step, proposalId: string): Fault {
  const ended = state.endedProposals.find((it) => it.proposalId === proposalId);
  if (ended === undefined) return fault('PROPOSAL_UNKNOWN', 'There is no such proposal.', { proposalId });
  const { outcome } = ended;
  return fault('PROPOSAL_ENDED', `The proposal has ended already: ${outcome}. Nothing was sent for it now.`, {
    proposalId,
    outcome,
  });
}

const notConnected = fault(
  'NOT_CONNECTED',
  'The terminal is not connected. Nothing was sent; the proposal stands until the next decision.',
);

const tooSmall = (positionId: string): Fault =>
  fault('VOLUME_BELOW_MIN', 'The position is too small to be divided so; nothing was sent.', { positionId });
