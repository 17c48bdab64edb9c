import type { Evidence } from '#shared/agent/evidence.ts';
import type { Proposal, ProposedAction } from '#shared/agent/proposal.ts';
import { fault } from '#shared/base/fault.ts';
import type { Position } from '#shared/trading/position.ts';
import { askAgent } from '../ask-agent.ts';
import { citedEvidence } from '../grounding/cited-evidence.ts';
import { findUngrounded } from '../grounding/find-ungrounded.ts';
import { managerReplySchema, type ManagerReply } from '../prompts/reply-schemas.ts';
import type { ModelSaid } from '../model-ladder.ts';
import type { Question } from '#main/ports/analyst.ts';
import type { Thinking } from '../thinking.ts';
import { gatherAll } from './gather.ts';

/** Looks after an open position. Rules alone propose nothing: their own exits need nobody's proposal. */
export async function managePosition(thinking: Thinking): Promise<void> {
  const { question } = thinking;
  if (question.kind !== 'manage') return;
  await gatherAll(thinking);
  const said = await askAgent(thinking, {
    agent: 'manager',
    prompt: 'manager',
    schema: managerReplySchema,
    said: [],
  });
  thinking.conclude({ kind: 'proposal', proposal: said === null ? null : proposalOf(thinking, question, said) });
}

type Manage = Extract<Question, { kind: 'manage' }>;

/** Null where nothing is proposed, or what may not be: that is told to the run, and dropped. */
function proposalOf(
  { record }: Thinking,
  question: Manage,
  { value, model }: ModelSaid<ManagerReply>,
): Proposal | null {
  const { action, statements } = value;
  const ungrounded = findUngrounded(statements, record.evidence());
  record.step({
    kind: 'verdictGiven',
    verdict: { agent: 'manager', verdict: 'abstain', confidence: 0.5, statements, model, ungrounded },
  });
  if (action.kind === 'none') return null;
  const { scenario, symbol, position, decision, asOfUtcMs } = question;
  if (!isLess(action, position, record.evidence())) {
    record.step({ kind: 'failed', fault: widening(action) });
    return null;
  }
  return {
    proposalId: `proposal:${record.runId}`.slice(0, proposalIdLengthMax),
    runId: record.runId,
    ...{ scenario, symbol, positionId: position.positionId, action, statements },
    evidence: citedEvidence(statements, record.evidence()),
    isGrounded: ungrounded.length === 0,
    ...{ model, proposedAtUtcMs: asOfUtcMs, validUntilUtcMs: decision.validUntilUtcMs },
  };
}

const proposalIdLengthMax = 240;

/** Less of the position, or a stop nearer to the price and still before it, as far as the price was read. It is proved again when it is taken. */
function isLess(action: ProposedAction, { side, stop }: Position, evidence: readonly Evidence[]): boolean {
  if (action.kind !== 'moveStop') return true;
  const quoted = side === 'buy' ? 'quote:bid' : 'quote:ask';
  const price = evidence.find(({ evidenceId }) => evidenceId === quoted)?.value;
  const isBeyond = (level: number, than: number): boolean => (side === 'buy' ? level > than : level < than);
  const isNearer = stop === null || isBeyond(action.stop, stop);
  return isNearer && (typeof price !== 'number' || isBeyond(price, action.stop));
}

const widening = (action: ProposedAction): ReturnType<typeof fault> =>
  fault(
    'MODEL_REPLY_INVALID',
    'It proposed a stop that is not nearer to the price, or behind it. Such a proposal is dropped.',
    {
      action: action.kind,
      stop: action.kind === 'moveStop' ? action.stop : null,
    },
  );
