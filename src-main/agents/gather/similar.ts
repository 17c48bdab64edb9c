import type { Fault } from '#shared/base/fault.ts';
import { ok, type Result } from '#shared/base/result.ts';
import type { Evidence } from '#shared/agent/evidence.ts';
import type { SimilarOutcomes } from '#shared/agent/opinion.ts';
import type { SimilarStates } from '#shared/contract/memory.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import { regimes } from '#shared/market/regime.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { Question } from '#main/ports/analyst.ts';
import type { AgentSources } from '../agent-sources.ts';
import type { Reading } from '../agent-tool.ts';
import { chainAsOf } from './chain-facts.ts';
import { stateTimeframe, timeframeOf } from './decision-of.ts';
import type { Gather } from './gather.ts';
import { readingOf } from './reading.ts';
import { outcomesOfSituations, situationsLike, type Situation } from './situations.ts';

/** Of so many of the nearest it is looked up in the graph what became of them on their way. */
const expandedMax = 8;
/** So many are told one by one. */
const toldMax = 5;
const statesMax = 20;

/** Markets like this one on the timeframe that is decided on. */
export const gatherSimilar: Gather = (question, sources) => {
  const own = timeframeOf(question, sources);
  if (question.kind === 'governance' || own === null) return Promise.resolve(ok(readingOf([])));
  return similarReading(question, { sources, timeframe: stateTimeframe(own) });
};

/**
 * Markets like this one, as of the question: what followed in the market, and what became of the scenario's own signals and trades in them. Where no state of
 * the market is stored yet, nothing is like it.
 */
export async function similarReading(
  question: Question,
  { sources, timeframe }: { readonly sources: AgentSources; readonly timeframe: Timeframe },
): Promise<Result<Reading, Fault>> {
  const { symbol, asOfUtcMs } = question;
  const found = await situationsLike(question, sources, timeframe);
  if (!found.ok) return found.error.code === 'STATE_UNKNOWN' ? ok(readingOf([])) : found;
  const situations = found.value;
  const similar = outcomesOfSituations(situations, asOfUtcMs);
  const state = { kind: 'moment', symbol, timeframe, atUtcMs: asOfUtcMs } as const;
  const wish = { state, asOfUtcMs, k: statesMax, symbols: null, fromUtcMs: null, barsApart: 24 };
  const [states, ways] = await Promise.all([
    sources.memory.similarStates(wish),
    waysOf(situations, { sources, asOfUtcMs }),
  ]);
  if (!states.ok) return states;
  if (!ways.ok) return ways;
  const told = { source: 'similar', asOfUtcMs, recordId: null } as const;
  const evidence: readonly Evidence[] = [
    ...outcomeEvidence(similar),
    ...ways.value,
    ...byRegime(situations).map((one) => ({ ...told, ...one })),
    ...followedEvidence(states.value, asOfUtcMs),
  ];
  // Named by the timeframe: values of several may be shown beside each other.
  const named = evidence.map((one) => ({
    ...one,
    evidenceId: one.evidenceId.replace('similar:', `similar:${timeframe}/`),
  }));
  return ok({ evidence: named, similar, lessons: [] });
}

function outcomeEvidence({ asOfUtcMs, neighbours, ...similar }: SimilarOutcomes): readonly Evidence[] {
  const told = { source: 'similar', asOfUtcMs } as const;
  const value = (key: keyof typeof similar, label: string, unit: string): Evidence => ({
    ...{ ...told, evidenceId: `similar:${key}`, label, value: similar[key], unit, recordId: null },
  });
  return [
    value('found', 'signals and trades in markets like this', 'count'),
    value('closed', 'of them over', 'count'),
    value('winShare', 'share of those over that won', 'ratio'),
    value('meanR', 'mean of R of those over', 'R'),
    value('lowR', 'lower end of the 95 % interval of the mean', 'R'),
    value('highR', 'upper end of the 95 % interval of the mean', 'R'),
    ...neighbours.slice(0, toldMax).map(({ recordId: id, rMultiple }, index) => ({
      ...{ ...told, evidenceId: `similar:nearest/${index + 1}`, label: `what nearest no. ${index + 1} came to` },
      ...{ value: rMultiple, unit: 'R', recordId: id },
    })),
  ];
}

/** What stopped the nearest on their way to a trade: risk's denials and the trader's word, by the chains that they hang together with. */
async function waysOf(
  situations: readonly Situation[],
  { sources, asOfUtcMs }: { readonly sources: Pick<AgentSources, 'memory'>; readonly asOfUtcMs: UtcMs },
): Promise<Result<readonly Evidence[], Fault>> {
  const counts = { denied: 0, approved: 0, rejectedByTrader: 0, expired: 0 };
  for (const { recordId: id } of situations.slice(0, expandedMax)) {
    const chain = await sources.memory.eventChain(id);
    // The graph may lag behind the vectors: a record that it does not know yet tells nothing more.
    if (!chain.ok && chain.error.code === 'RECORD_UNKNOWN') continue;
    if (!chain.ok) return chain;
    for (const { kind, facts } of chainAsOf(chain.value, asOfUtcMs)) {
      if (kind === 'riskCheck' && facts.verdict === 'denied') counts.denied++;
      if (kind === 'approval' && typeof facts.outcome === 'string' && isCounted(facts.outcome)) counts[facts.outcome]++;
    }
  }
  const labels = {
    denied: 'denied by risk among the nearest',
    approved: 'approved by the trader among the nearest',
    rejectedByTrader: 'rejected by the trader among the nearest',
    expired: 'expired among the nearest',
  };
  return ok(
    (['denied', 'approved', 'rejectedByTrader', 'expired'] as const).map((way) => ({
      ...{ evidenceId: `similar:${way}`, source: 'similar', label: labels[way], value: counts[way], unit: 'count' },
      ...{ asOfUtcMs, recordId: null },
    })),
  );
}

const isCounted = (outcome: string): outcome is 'approved' | 'rejectedByTrader' | 'expired' =>
  outcome === 'approved' || outcome === 'rejectedByTrader' || outcome === 'expired';

/** The same outcomes apart by the regime that each was opened in. */
function byRegime(
  situations: readonly Situation[],
): readonly Pick<Evidence, 'evidenceId' | 'label' | 'value' | 'unit'>[] {
  return regimes.flatMap((regime) => {
    const of = situations.filter((one) => one.regime === regime).flatMap(({ outcome }) => outcome ?? []);
    if (of.length === 0) return [];
    const won = of.filter(({ net }) => net > 0).length;
    return [
      {
        evidenceId: `similar:${regime}/closed`,
        label: `of them over, opened in ${regime}`,
        value: of.length,
        unit: 'count',
      },
      {
        evidenceId: `similar:${regime}/winShare`,
        label: `share that won, opened in ${regime}`,
        value: won / of.length,
        unit: 'ratio',
      },
    ];
  });
}

/** What the market did behind states like this one: counted anew over the neighbours whose outcome was known by then. */
function followedEvidence({ neighbours }: SimilarStates, asOfUtcMs: UtcMs): readonly Evidence[] {
  const known = neighbours.filter(({ moment }) => moment.knownAtUtcMs <= asOfUtcMs);
  const spans = [...new Set(known.flatMap(({ followed }) => followed.map(({ bars }) => bars)))].toSorted(
    (a, b) => a - b,
  );
  return spans.flatMap((bars) => {
    const moves = known
      .flatMap(({ followed }) => followed.find((one) => one.bars === bars)?.moved ?? [])
      .filter(({ knownAtUtcMs }) => knownAtUtcMs <= asOfUtcMs)
      .map(({ closeAtr }) => closeAtr)
      .toSorted((a, b) => a - b);
    if (moves.length === 0) return [];
    const value = (part: string, label: string, number: number, unit: string): Evidence => ({
      ...{
        evidenceId: `similar:after${bars}/${part}`,
        source: 'similar',
        label: `${label} ${bars} bars after states like this`,
      },
      ...{ value: number, unit, asOfUtcMs, recordId: null },
    });
    return [
      value('known', 'of which it is known,', moves.length, 'count'),
      value('medianAtr', 'median move', medianOf(moves), 'ATR'),
      value('higherShare', 'share that closed higher', moves.filter((move) => move > 0).length / moves.length, 'ratio'),
    ];
  });
}

/** Of sorted numbers, at least one. */
function medianOf(sorted: readonly number[]): number {
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? NaN;
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? NaN) + upper) / 2 : upper;
}
