import type { Statement } from '#shared/agent/evidence.ts';
import { neutralRank, type AgentName, type AgentVerdict, type Opinion, type Verdict } from '#shared/agent/opinion.ts';

export type Conclusion = Pick<Opinion, 'verdict' | 'rank' | 'isGrounded' | 'reasons'>;

/** What a confidence of 1 moves the rank by. Nobody but these is asked about an entry. */
const rankWeights: Readonly<Partial<Record<AgentName, number>>> = { signal: 25, risk: 15, execution: 10 };

/** The others comment: their veto is a warning. */
const voters: readonly AgentName[] = ['signal', 'risk'];

/** Where a grounded veto leaves it at most. */
const vetoedRankMax = 20;
const reasonsMax = 12;

/**
 * What several agents' words on an entry come to. One grounded veto of a voter is a veto. Anything else stands on all of the words: one ungrounded
 * verdict among them makes it ungrounded, and its rank is the rules' own at most. Verdicts by rules (`model` null) move no rank.
 */
export function concludeVerdicts(verdicts: readonly AgentVerdict[]): Conclusion {
  const votes = verdicts.filter(({ agent }) => voters.includes(agent));
  const verdict = strongest(votes);
  const isVetoed = votes.some((vote) => vote.verdict === 'veto' && isGroundedVerdict(vote));
  const isGrounded = isVetoed || verdicts.every(isGroundedVerdict);
  const moved = verdicts.reduce((rank, one) => rank + rankMoved(one), neutralRank);
  const rankMax = isVetoed ? vetoedRankMax : isGrounded ? 100 : neutralRank;
  return {
    verdict,
    rank: Math.round(Math.max(0, Math.min(rankMax, moved))),
    isGrounded,
    reasons: reasonsOf(verdicts, verdict),
  };
}

export const isGroundedVerdict = ({ ungrounded }: AgentVerdict): boolean => ungrounded.length === 0;

function strongest(votes: readonly AgentVerdict[]): Verdict {
  const order: readonly Verdict[] = ['veto', 'confirm'];
  return order.find((verdict) => votes.some((vote) => vote.verdict === verdict)) ?? 'abstain';
}

function rankMoved(one: AgentVerdict): number {
  const { agent, verdict, confidence, model } = one;
  if (model === null || verdict === 'abstain') return 0;
  const moved = (rankWeights[agent] ?? 0) * confidence;
  if (verdict === 'veto') return -moved;
  return isGroundedVerdict(one) ? moved : 0;
}

/** Grounded words before others, those for the verdict before those against it, the surer agent before the less sure; each statement once. */
function reasonsOf(verdicts: readonly AgentVerdict[], verdict: Verdict): readonly Statement[] {
  const telling = verdicts.toSorted(
    (a, b) =>
      Number(isGroundedVerdict(b)) - Number(isGroundedVerdict(a)) ||
      Number(b.verdict === verdict) - Number(a.verdict === verdict) ||
      b.confidence - a.confidence,
  );
  const statements = telling.flatMap((one) => one.statements);
  return [...new Map(statements.toReversed().map((one) => [one.text, one])).values()].toReversed().slice(0, reasonsMax);
}
