import { describe, expect, test } from 'vitest';
import { fault } from '#shared/base/fault.ts';
import { intentId, positionId } from '#shared/trading/ids.ts';
import { orderRequestSchema } from '#shared/trading/order.ts';
import { money } from '#shared/units/money.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { sampleDeal } from '#main/testkit/sample-deal.ts';
import { sampleDecision } from '#main/testkit/sample-decision.ts';
import { sampleLesson } from '#main/testkit/sample-lesson.ts';
import { sampleOpinion } from '#main/testkit/sample-opinion.ts';
import { sampleClose, sampleOrder } from '#main/testkit/sample-order.ts';
import { graphOfRecord, graphOfRegime } from './graph-of-record.ts';
import type { LedgerRecord } from './ledger-record.ts';
import { sampleApproval, sampleTrade } from './sample-records.suite.ts';

const start = sampleStartUtcMs;

const nodesOf = (record: LedgerRecord) =>
  Object.fromEntries(graphOfRecord(record).nodes.map(({ id, knownAtUtcMs, facts }) => [id, [knownAtUtcMs, facts]]));

const linksOf = (record: LedgerRecord): readonly string[] =>
  graphOfRecord(record).links.map(({ from, kind, to }) => `${from} ${kind} ${to}`);

const wholeOf = (record: LedgerRecord): readonly string[] =>
  graphOfRecord(record).whole.map(({ from, kind }) => `${from} ${kind}`);

describe('a decision', () => {
  const common = { scenario: 'B', symbol: 'XAUUSD', timeframe: 'M15', side: 'buy' };

  test('to enter is a signal that became it, beside its symbol and scenario', () => {
    const record: LedgerRecord = { kind: 'decision', decision: sampleDecision(), opinion: null };
    expect(nodesOf(record)).toEqual({
      'signal:decision-1': [start, { ...common, signal: 'enter', reference: 2000, stop: 1990 }],
      'decision:decision-1': [
        start,
        {
          ...common,
          signal: 'enter',
          filters: 'donchianBreak 2000 against 1998.5 passed',
          barOpenTimeUtcMs: start - 900_000,
        },
      ],
      'symbol:XAUUSD': [null, { symbol: 'XAUUSD' }],
      'scenario:B': [null, { scenario: 'B' }],
    });
    expect(linksOf(record)).toEqual([
      'signal:decision-1 becameDecision decision:decision-1',
      'signal:decision-1 ofSymbol symbol:XAUUSD',
      'signal:decision-1 ofScenario scenario:B',
    ]);
    expect(wholeOf(record)).toEqual(['signal:decision-1 ofSymbol', 'signal:decision-1 ofScenario']);
  });

  test('bears what the agents thought of it', () => {
    const opinion = sampleOpinion({ verdict: 'veto', rank: 12, isGrounded: false });
    const nodes = nodesOf({ kind: 'decision', decision: sampleDecision(), opinion });
    expect(nodes['decision:decision-1']?.[1]).toMatchObject({
      ...{ agents: 'veto', agentsRank: 12, agentsGrounded: false, agentsMode: 'model' },
    });
    expect(nodes['signal:decision-1']?.[1]).not.toHaveProperty('agents');
  });

  test('to leave says by which rule', () => {
    const signal = { kind: 'exit', side: 'buy', reference: 2010, reason: 'chandelier' };
    const nodes = nodesOf({ kind: 'decision', decision: sampleDecision({ signal, filters: [] }), opinion: null });
    expect(nodes['signal:decision-1']?.[1]).toEqual({
      ...common,
      signal: 'exit',
      reference: 2010,
      reason: 'chandelier',
    });
    expect(nodes['decision:decision-1']?.[1]).not.toHaveProperty('filters');
  });

  test('that asks for nothing is no signal', () => {
    const record: LedgerRecord = {
      kind: 'decision',
      decision: sampleDecision({ signal: { kind: 'none' } }),
      opinion: null,
    };
    expect(Object.keys(nodesOf(record))).toEqual(['decision:decision-1']);
    expect(linksOf(record)).toEqual([]);
  });
});

describe('a denial', () => {
  const denial = {
    intentId: intentId('intent-1'),
    fault: fault('SPREAD_TOO_WIDE', 'The spread is too wide.'),
    deniedAtUtcMs: start,
  };

  test('is a risk check that was not passed, with its code, behind the decision', () => {
    const record: LedgerRecord = { kind: 'denial', denial, decision: sampleDecision() };
    expect(nodesOf(record)).toEqual({
      'riskCheck:intent-1': [start, { verdict: 'denied', code: 'SPREAD_TOO_WIDE', message: 'The spread is too wide.' }],
    });
    expect(linksOf(record)).toEqual(['decision:decision-1 checkedBy riskCheck:intent-1']);
  });

  test('of a trader’s own wish stands alone', () => {
    expect(linksOf({ kind: 'denial', denial, decision: null })).toEqual([]);
  });
});

describe('an approval', () => {
  const figures = { symbol: 'XAUUSD', side: 'buy', volume: 0.1, stop: 1990, worstPrice: 2001.5, riskMoney: 115.7 };
  const chain = [
    'decision:decision-1 checkedBy riskCheck:intent-1',
    'riskCheck:intent-1 putBefore approval:approval-1',
  ];

  test('that waits stands behind a risk check that was passed', () => {
    const record: LedgerRecord = { kind: 'approval', approval: sampleApproval(null) };
    expect(nodesOf(record)).toEqual({
      'riskCheck:intent-1': [
        start,
        {
          verdict: 'approved',
          volume: 0.1,
          riskMoney: 115.7,
          riskRatio: 0.004628,
          worstPrice: 2001.5,
          marginMoney: 200,
        },
      ],
      'approval:approval-1': [start, { ...figures, outcome: 'waiting' }],
    });
    expect(linksOf(record)).toEqual(chain);
  });

  test('that ended says how, by whom and when', () => {
    const nodes = nodesOf({ kind: 'approval', approval: sampleApproval({ outcome: 'expired', actor: 'engine' }) });
    expect(nodes['approval:approval-1']?.[1]).toEqual({
      ...figures,
      outcome: 'expired',
      actor: 'engine',
      endedAtUtcMs: start,
    });
  });

  test('that the trader rejected for a reason leaves a lesson about it and about the signal', () => {
    const approval = sampleApproval({ outcome: 'rejectedByTrader', reason: 'news in ten minutes' });
    const record: LedgerRecord = { kind: 'approval', approval };
    expect(nodesOf(record)['lesson:approval-1']).toEqual([
      start,
      { reason: 'news in ten minutes', actor: 'window', symbol: 'XAUUSD' },
    ]);
    expect(nodesOf(record)['approval:approval-1']?.[1]).toMatchObject({ reason: 'news in ten minutes' });
    expect(linksOf(record)).toEqual([
      ...chain,
      'lesson:approval-1 learntFrom approval:approval-1',
      'lesson:approval-1 learntFrom signal:decision-1',
    ]);
  });

  test('that was rejected without a word leaves none, nor does one that the engine ended', () => {
    const silent = sampleApproval({ outcome: 'rejectedByTrader', reason: '' });
    const denied = sampleApproval({ outcome: 'denied', actor: 'engine', reason: 'the spread is too wide' });
    for (const approval of [silent, denied]) expect(linksOf({ kind: 'approval', approval })).toEqual(chain);
  });
});

describe('an order', () => {
  test('to enter follows from its approval; one whose outcome is unknown says so', () => {
    const lost = sampleOrder({ status: 'unknown', fault: fault('ORDER_OUTCOME_UNKNOWN', 'No answer came.') });
    const record: LedgerRecord = { kind: 'order', order: lost, decision: sampleDecision() };
    expect(nodesOf(record)['order:1001']).toEqual([
      start,
      {
        order: 'entry',
        symbol: 'XAUUSD',
        side: 'buy',
        volume: 0.1,
        status: 'unknown',
        filledVolume: 0,
        code: 'ORDER_OUTCOME_UNKNOWN',
        changedAtUtcMs: start,
      },
    ]);
    expect(linksOf(record)).toEqual(['approval:approval-1 ordered order:1001', 'order:1001 ofSymbol symbol:XAUUSD']);
  });

  test('to reduce follows from the decision of a rule, without anybody’s approval', () => {
    const record: LedgerRecord = {
      kind: 'order',
      order: sampleClose({ orderTicket: '302' }),
      decision: sampleDecision(),
    };
    expect(nodesOf(record)['order:1002']?.[1]).toMatchObject({
      order: 'reduceOnly',
      status: 'sent',
      positionId: '1',
      orderTicket: '302',
    });
    expect(linksOf(record)).toEqual(['decision:decision-1 ordered order:1002', 'order:1002 ofSymbol symbol:XAUUSD']);
  });

  test('of the trader’s own hand follows from nothing', () => {
    const { request } = sampleClose();
    const modify = orderRequestSchema.parse({ ...request, kind: 'modify', stop: 1995, target: null });
    const record: LedgerRecord = { kind: 'order', order: sampleOrder({ request: modify }), decision: null };
    expect(linksOf(record)).toEqual(['order:1002 ofSymbol symbol:XAUUSD']);
    expect(nodesOf(record)['order:1002']?.[1]).toMatchObject({ order: 'modify', positionId: '1' });
  });
});

describe('a deal', () => {
  const facts = {
    symbol: 'XAUUSD',
    side: 'buy',
    entry: 'in',
    reason: 'adviser',
    volume: 0.1,
    price: 2000.2,
    profit: 0,
    commission: -0.35,
    swap: 0,
    positionId: '1',
    orderTicket: '301',
  };

  test('executes an order of ours and is a part of its trades, and of no others', () => {
    const record: LedgerRecord = { kind: 'deal', deal: sampleDeal(), trades: [sampleTrade({ isClosed: false })] };
    expect(nodesOf(record)).toEqual({ 'deal:501': [start, facts] });
    expect(linksOf(record)).toEqual(['order:1001 executedAs deal:501', 'deal:501 partOf trade:1#1']);
    expect(wholeOf(record)).toEqual(['deal:501 partOf']);
  });

  test('of anybody else’s order stands beside the chain', () => {
    const record: LedgerRecord = { kind: 'deal', deal: sampleDeal({ clientOrderId: null }), trades: [] };
    expect(linksOf(record)).toEqual([]);
    expect(wholeOf(record)).toEqual(['deal:501 partOf']);
  });
});

describe('a trade', () => {
  const opened = {
    positionId: '1',
    ordinal: 1,
    symbol: 'XAUUSD',
    side: 'buy',
    owner: 'B',
    openedAtUtcMs: start,
    volume: 0.1,
    openPrice: 2000.2,
  };

  test('that is open says nothing of what it came to', () => {
    const trade = sampleTrade({ isClosed: false });
    const record: LedgerRecord = { kind: 'trade', trade, decision: null, riskMoney: money(100) };
    expect(nodesOf(record)['trade:1#1']).toEqual([start, opened]);
    expect(linksOf(record)).toEqual(['trade:1#1 ofSymbol symbol:XAUUSD', 'trade:1#1 ofScenario scenario:B']);
    expect(wholeOf(record)).toEqual(['trade:1#1 ofSymbol', 'trade:1#1 ofScenario']);
  });

  test('that is closed says what it came to, in multiples of the risk that was approved', () => {
    const trade = sampleTrade({ isClosed: true });
    const nodes = nodesOf({ kind: 'trade', trade, decision: null, riskMoney: money(100) });
    expect(nodes['trade:1#1']?.[1]).toEqual({
      ...opened,
      closedAtUtcMs: start + 300_000,
      closePrice: 2010.2,
      net: 99.3,
      rMultiple: 0.993,
    });
    const unapproved = nodesOf({ kind: 'trade', trade, decision: null, riskMoney: null });
    expect(unapproved['trade:1#1']?.[1]).not.toHaveProperty('rMultiple');
  });

  test('by hand belongs to no scenario', () => {
    const trade = sampleTrade({ isClosed: false, owner: 'manual' });
    const record: LedgerRecord = { kind: 'trade', trade, decision: null, riskMoney: null };
    expect(linksOf(record)).toEqual(['trade:1#1 ofSymbol symbol:XAUUSD']);
    expect(wholeOf(record)).toContain('trade:1#1 ofScenario');
  });

  test('that is no more is gone', () => {
    const graph = graphOfRecord({ kind: 'noTrade', positionId: positionId('1'), ordinal: 2 });
    expect(graph).toEqual({ nodes: [], links: [], whole: [], gone: 'trade:1#2' });
  });
});

test('a record stands in one regime at most', () => {
  const regime = { version: 1, timeframe: 'H1', regime: 'trendUp' } as const;
  const whole = [{ from: 'trade:1#1', kind: 'inRegime' }];
  expect(graphOfRegime('trade:1#1', regime)).toEqual({
    nodes: [
      {
        id: 'regime:1/H1/trendUp',
        kind: 'regime',
        knownAtUtcMs: null,
        facts: { stateVersion: 1, timeframe: 'H1', regime: 'trendUp' },
      },
    ],
    links: [{ from: 'trade:1#1', kind: 'inRegime', to: 'regime:1/H1/trendUp' }],
    whole,
    gone: null,
  });
  expect(graphOfRegime('trade:1#1', null)).toEqual({ nodes: [], links: [], whole, gone: null });
});

test('a lesson hangs on the trade that taught it and on the signal behind that, and says since when it is retired', () => {
  const lesson = sampleLesson();
  const record: LedgerRecord = { kind: 'lesson', lesson, retired: { atUtcMs: start, reason: 'one trade is none' } };
  const id = 'lesson:reflection/88#1';
  expect(nodesOf(record)[id]?.[0]).toBe(lesson.learntAtUtcMs);
  expect(nodesOf(record)[id]?.[1]).toMatchObject({
    ...{ symbol: 'XAUUSD', side: 'buy', rMultiple: 1.4, isGrounded: true },
    ...{ retiredAtUtcMs: start, retiredReason: 'one trade is none' },
  });
  expect(linksOf(record)).toEqual([`${id} learntFrom trade:88#1`, `${id} learntFrom signal:decision-1`]);
  const alone: LedgerRecord = { kind: 'lesson', lesson: sampleLesson({ decisionId: null }), retired: null };
  expect(linksOf(alone)).toEqual([`${id} learntFrom trade:88#1`]);
  expect(nodesOf(alone)[id]?.[1]).not.toHaveProperty('retiredAtUtcMs');
});
