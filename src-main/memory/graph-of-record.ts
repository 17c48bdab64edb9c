import type { RecordFacts } from '#shared/contract/memory.ts';
import type { Opinion } from '#shared/agent/opinion.ts';
import { assertNever } from '#shared/base/assert.ts';
import type { Regime } from '#shared/market/regime.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import type { IntentId } from '#shared/trading/ids.ts';
import { recordId, type LinkKind, type RecordId } from '#shared/trading/record-id.ts';
import type { Scenario } from '#shared/trading/scenario.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { GraphLink, GraphNode } from '#main/ports/graph-store.ts';
import type { LedgerRecord } from './ledger-record.ts';
import { filtersInShort } from './text-of-record.ts';

/** What one record says of the graph. */
export interface RecordGraph {
  readonly nodes: readonly GraphNode[];
  readonly links: readonly GraphLink[];
  /** Links of these kinds that leave these records are the ones above and no others. */
  readonly whole: readonly Pick<GraphLink, 'from' | 'kind'>[];
  /** A record that is no more. */
  readonly gone: RecordId | null;
}

/** A record of the ledger as nodes and links. Facts that are not known, or not yet, are left out. */
export function graphOfRecord(record: LedgerRecord): RecordGraph {
  switch (record.kind) {
    case 'decision':
      return ofDecision(record);
    case 'denial':
      return ofDenial(record);
    case 'approval':
      return ofApproval(record.approval);
    case 'order':
      return ofOrder(record);
    case 'deal':
      return ofDeal(record);
    case 'trade':
      return ofTrade(record);
    case 'lesson':
      return ofLesson(record);
    case 'noTrade':
      return { ...nothing, gone: tradeId(record) };
    default:
      return assertNever(record, 'a record');
  }
}

/** The market in which a signal was made or a trade was opened; null where no state of that time is known. */
export function graphOfRegime(
  from: RecordId,
  state: { readonly version: number; readonly timeframe: Timeframe; readonly regime: Regime } | null,
): RecordGraph {
  const whole = [{ from, kind: 'inRegime' }] as const;
  if (state === null) return { ...nothing, whole };
  const { version, timeframe, regime } = state;
  const id = recordId('regime', `${version}/${timeframe}/${regime}`);
  return {
    ...nothing,
    nodes: [{ id, kind: 'regime', knownAtUtcMs: null, facts: { stateVersion: version, timeframe, regime } }],
    links: [{ from, kind: 'inRegime', to: id }],
    whole,
  };
}

const nothing: RecordGraph = { nodes: [], links: [], whole: [], gone: null };

type Of<Kind extends LedgerRecord['kind']> = Extract<LedgerRecord, { kind: Kind }>;

const tradeId = ({ positionId, ordinal }: { readonly positionId: string; readonly ordinal: number }): RecordId =>
  recordId('trade', `${positionId}#${ordinal}`);

function ofDecision({ decision, opinion }: Of<'decision'>): RecordGraph {
  const { decisionId, scenario, symbol, timeframe, signal, barOpenTimeUtcMs, asOfUtcMs } = decision;
  const id = recordId('decision', decisionId);
  const common = { scenario, symbol, timeframe, signal: signal.kind };
  const decided = node(id, 'decision', asOfUtcMs, {
    ...common,
    side: signal.kind === 'none' ? null : signal.side,
    filters: filtersInShort(decision.filters),
    barOpenTimeUtcMs,
    ...(opinion !== null && thoughtOf(opinion)),
  });
  if (signal.kind === 'none') return { ...nothing, nodes: [decided] };
  const signalId = recordId('signal', decisionId);
  const asked = node(signalId, 'signal', asOfUtcMs, {
    ...common,
    side: signal.side,
    reference: signal.reference,
    stop: signal.kind === 'enter' ? signal.stop : null,
    target: signal.kind === 'enter' ? signal.target : null,
    reason: signal.kind === 'exit' ? signal.reason : null,
  });
  return joined(
    { ...nothing, nodes: [asked, decided], links: [link(signalId, 'becameDecision', id)] },
    ofSymbol(signalId, symbol),
    ofScenario(signalId, scenario),
  );
}

const thoughtOf = ({ verdict, rank, isGrounded, mode }: Opinion): RecordFacts => ({
  agents: verdict,
  agentsRank: rank,
  agentsGrounded: isGrounded,
  agentsMode: mode,
});

function ofDenial({ denial, decision }: Of<'denial'>): RecordGraph {
  const { intentId, fault, deniedAtUtcMs } = denial;
  const id = recordId('riskCheck', intentId);
  const denied = node(id, 'riskCheck', deniedAtUtcMs, {
    verdict: 'denied',
    code: fault.code,
    message: fault.message,
  });
  return { ...nothing, nodes: [denied], links: decision === null ? [] : [checked(decision.decisionId, intentId)] };
}

function ofApproval({ ticket, ended }: Of<'approval'>['approval']): RecordGraph {
  const { approvalId, intent, parameters, openedAtUtcMs, riskRatio, marginMoney } = ticket;
  const { symbol, side, volume, stop, target, worstPrice, riskMoney } = parameters;
  const id = recordId('approval', approvalId);
  const riskCheckId = recordId('riskCheck', intent.intentId);
  const passed = node(riskCheckId, 'riskCheck', openedAtUtcMs, {
    verdict: 'approved',
    volume,
    riskMoney,
    riskRatio,
    worstPrice,
    marginMoney,
  });
  const approval = node(id, 'approval', openedAtUtcMs, {
    outcome: ended?.outcome ?? 'waiting',
    actor: ended?.actor ?? null,
    reason: ended?.reason === '' ? null : (ended?.reason ?? null),
    endedAtUtcMs: ended?.endedAtUtcMs ?? null,
    symbol,
    side,
    volume,
    stop,
    target,
    worstPrice,
    riskMoney,
  });
  const opened: RecordGraph = {
    ...nothing,
    nodes: [passed, approval],
    links: [checked(intent.decisionId, intent.intentId), link(riskCheckId, 'putBefore', id)],
  };
  if (ended?.outcome !== 'rejectedByTrader' || ended.reason === '') return opened;
  const { reason, actor, endedAtUtcMs } = ended;
  const lessonId = recordId('lesson', approvalId);
  const lesson: RecordGraph = {
    ...nothing,
    nodes: [node(lessonId, 'lesson', endedAtUtcMs, { reason, actor, symbol })],
    links: [link(lessonId, 'learntFrom', id), link(lessonId, 'learntFrom', recordId('signal', intent.decisionId))],
  };
  return joined(opened, lesson);
}

function ofOrder({ order, decision }: Of<'order'>): RecordGraph {
  const { request, status, filledVolume, orderTicket, fault, journaledAtUtcMs, changedAtUtcMs } = order;
  const { clientOrderId, kind, symbol, side, volume } = request;
  const id = recordId('order', clientOrderId);
  const sent = node(id, 'order', journaledAtUtcMs, {
    order: kind,
    symbol,
    side,
    volume,
    status,
    filledVolume,
    orderTicket,
    code: fault?.code ?? null,
    positionId: kind === 'entry' ? null : request.positionId,
    changedAtUtcMs,
  });
  const agreed = kind === 'entry' ? recordId('approval', request.approvalId) : null;
  const from = agreed ?? (decision === null ? null : recordId('decision', decision.decisionId));
  const links = from === null ? [] : [link(from, 'ordered', id)];
  return joined({ ...nothing, nodes: [sent], links }, ofSymbol(id, symbol));
}

function ofDeal({ deal, trades }: Of<'deal'>): RecordGraph {
  const { dealTicket, clientOrderId, symbol, side, entry, reason, volume, price, profit, commission, swap } = deal;
  const { positionId, orderTicket, occurredAtUtcMs } = deal;
  const id = recordId('deal', dealTicket);
  const costs = { profit, commission, swap };
  const facts = { symbol, side, entry, reason, volume, price, ...costs, positionId, orderTicket };
  const ordered = clientOrderId === null ? [] : [link(recordId('order', clientOrderId), 'executedAs', id)];
  return {
    ...nothing,
    nodes: [node(id, 'deal', occurredAtUtcMs, facts)],
    links: [...ordered, ...trades.map((trade) => link(id, 'partOf', tradeId(trade)))],
    whole: [{ from: id, kind: 'partOf' }],
  };
}

function ofTrade({ trade, riskMoney }: Of<'trade'>): RecordGraph {
  const { positionId, ordinal, symbol, side, owner, openedAtUtcMs, volume, openPrice, closed, net } = trade;
  const id = tradeId(trade);
  // What it came to is told when it has ended, so that nothing is read off a trade that is still open.
  const end = closed && {
    closedAtUtcMs: closed.atUtcMs,
    closePrice: closed.price,
    net,
    rMultiple: riskMoney === null ? null : net / riskMoney,
  };
  const facts = { positionId, ordinal, symbol, side, owner, openedAtUtcMs, volume, openPrice, ...end };
  const isScenarios = owner === 'A' || owner === 'B';
  return joined(
    { ...nothing, nodes: [node(id, 'trade', openedAtUtcMs, facts)] },
    ofSymbol(id, symbol),
    isScenarios ? ofScenario(id, owner) : { ...nothing, whole: [{ from: id, kind: 'ofScenario' }] },
  );
}

/** It hangs on the trade that taught it and on the signal behind that; of whom it is true is for its readers to say. */
function ofLesson({ lesson, retired }: Of<'lesson'>): RecordGraph {
  const { lessonId, tradeId: taughtBy, decisionId, learntAtUtcMs, scenario, symbol, side } = lesson;
  const { situation, observation, advice, rMultiple, isGrounded, model } = lesson;
  const facts = { scenario, symbol, side, situation, observation, advice, rMultiple, isGrounded, model };
  const end = retired && { retiredAtUtcMs: retired.atUtcMs, retiredReason: retired.reason };
  const from = decisionId === null ? [] : [link(lessonId, 'learntFrom', recordId('signal', decisionId))];
  return {
    ...nothing,
    nodes: [node(lessonId, 'lesson', learntAtUtcMs, { ...facts, ...end })],
    links: [link(lessonId, 'learntFrom', taughtBy), ...from],
  };
}

function ofSymbol(from: RecordId, symbol: string): RecordGraph {
  const id = recordId('symbol', symbol);
  return beside(from, 'ofSymbol', { id, kind: 'symbol', knownAtUtcMs: null, facts: { symbol } });
}

function ofScenario(from: RecordId, scenario: Scenario): RecordGraph {
  const id = recordId('scenario', scenario);
  return beside(from, 'ofScenario', { id, kind: 'scenario', knownAtUtcMs: null, facts: { scenario } });
}

const beside = (from: RecordId, kind: LinkKind, to: GraphNode): RecordGraph => ({
  ...nothing,
  nodes: [to],
  links: [link(from, kind, to.id)],
  whole: [{ from, kind }],
});

const checked = (decision: string, intent: IntentId): GraphLink =>
  link(recordId('decision', decision), 'checkedBy', recordId('riskCheck', intent));

const link = (from: RecordId, kind: LinkKind, to: RecordId): GraphLink => ({ from, kind, to });

type PossibleFacts = Readonly<Record<string, string | number | boolean | null>>;

function node(id: RecordId, kind: GraphNode['kind'], knownAtUtcMs: UtcMs, facts: PossibleFacts): GraphNode {
  return { id, kind, knownAtUtcMs, facts: known(facts) };
}

const known = (facts: PossibleFacts): RecordFacts =>
  Object.fromEntries(
    Object.entries(facts).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])),
  );

const joined = (...parts: readonly RecordGraph[]): RecordGraph => ({
  nodes: parts.flatMap(({ nodes }) => nodes),
  links: parts.flatMap(({ links }) => links),
  whole: parts.flatMap(({ whole }) => whole),
  gone: null,
});
