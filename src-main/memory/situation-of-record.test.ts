import { expect, test } from 'vitest';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { sampleDeal } from '#main/testkit/sample-deal.ts';
import { sampleDecision } from '#main/testkit/sample-decision.ts';
import { sampleTrade } from './sample-records.suite.ts';
import { situationOfRecord } from './situation-of-record.ts';

const trade = sampleTrade({ isClosed: false });
const stands = { symbol: 'XAUUSD', atUtcMs: sampleStartUtcMs };

test('a signal stands in the market of its decision’s bars', () => {
  const signal = { ...stands, kind: 'signal', key: 'decision-1' };
  expect(situationOfRecord({ kind: 'decision', decision: sampleDecision(), opinion: null })).toEqual({
    ...signal,
    timeframe: 'M15',
  });
  const quick = sampleDecision({ timeframe: 'M5' });
  expect(situationOfRecord({ kind: 'decision', decision: quick, opinion: null })).toEqual({
    ...signal,
    timeframe: 'M15',
  });
});

test('a trade stands in that of the decision that led to it, and a hand’s in hours', () => {
  const opened = { ...stands, kind: 'trade', key: '1#1' };
  const decision = sampleDecision({ timeframe: 'H4' });
  expect(situationOfRecord({ kind: 'trade', trade, decision, riskMoney: null })).toEqual({
    ...opened,
    timeframe: 'H4',
  });
  expect(situationOfRecord({ kind: 'trade', trade, decision: null, riskMoney: null })).toEqual({
    ...opened,
    timeframe: 'H1',
  });
});

test('nothing else stands anywhere', () => {
  const nothing = sampleDecision({ signal: { kind: 'none' } });
  expect(situationOfRecord({ kind: 'decision', decision: nothing, opinion: null })).toBeNull();
  expect(situationOfRecord({ kind: 'deal', deal: sampleDeal(), trades: [trade] })).toBeNull();
});
