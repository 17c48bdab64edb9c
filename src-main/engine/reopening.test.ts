import { expect, test } from 'vitest';
import { assert } from '#shared/base/assert.ts';
import { terminalSource, type BarSeries } from '#shared/market/bar-series.ts';
import type { Analyst } from '#main/ports/analyst.ts';
import { createManualClock, sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { createMemoryBarStore } from '#main/testkit/memory-bar-store.ts';
import { createMemoryLedger } from '#main/testkit/memory-ledger.ts';
import { sampleBar } from '#main/testkit/sample-bars.ts';
import { sampleOpinion } from '#main/testkit/sample-opinion.ts';
import { createScriptedAnalyst } from '#main/testkit/scripted-analyst.ts';
import { scenarioB } from '#main/strategies/scenario-b/scenario-b.ts';
import { createEngineRig, type EngineRig } from './engine-rig.suite.ts';

const minuteMs = 60_000;
const hourMs = 3_600_000;

/** A broker's midnight in winter, which is New York's 17:00; gold trades again from 18:00 on. */
const midnight = sampleStartUtcMs + 6 * 24 * hourMs + 22 * hourMs;
const minutes: BarSeries = { symbol: 'XAUUSD', timeframe: 'M1', source: terminalSource, anchor: 'hour' };

const short = { smaFastBars: 3, smaSlowBars: 6, entryChannelBars: 5, exitChannelBars: 3, atrBars: 3 };

/** An engine whose scenario B decides on H4, where the bar that closes at a moment breaks out. */
function rigAt(closesAtUtcMs: number, analyst: Analyst | null = null) {
  const bound = scenarioB.bind({ timeframe: 'H4', ...short });
  assert(bound.ok, 'these parameters are in range');
  const firstOpen = closesAtUtcMs - 24 * 4 * hourMs;
  const clock = createManualClock({ market: firstOpen, wall: firstOpen });
  const ledger = createMemoryLedger(clock.wall);
  const bars = createMemoryBarStore();
  const begin = (): EngineRig => {
    const rig = createEngineRig({
      strategies: [bound.value],
      clock,
      ledger,
      bars,
      ...(analyst !== null && { analyst }),
    });
    rig.connect();
    return rig;
  };
  const advanceTo = (atUtcMs: number): void => {
    clock.advance(atUtcMs - (clock.market.nowUtcMs() ?? NaN));
  };
  /** The market's time moves on to a bar's arrival; its close is the newest quote. */
  const closeBar = (rig: EngineRig, index: number, arrivesAtUtcMs: number): void => {
    advanceTo(arrivesAtUtcMs);
    const close = index === 23 ? 2010 : 2000 + index * 0.1;
    rig.quote(close);
    const bar = sampleBar({ openTimeUtcMs: firstOpen + index * 4 * hourMs, close, high: close + 3, low: close - 3 });
    rig.engine.accept({ kind: 'barClosed', symbol: 'XAUUSD', timeframe: 'H4', bar });
  };
  const closeMinute = (rig: EngineRig, openTimeUtcMs: number): void => {
    const bar = sampleBar({ openTimeUtcMs, close: 2010 });
    bars.append(minutes, [bar]);
    advanceTo(openTimeUtcMs + minuteMs);
    rig.quote(2010);
    rig.engine.accept({ kind: 'barClosed', symbol: 'XAUUSD', timeframe: 'M1', bar });
  };
  const rig = begin();
  for (let index = 0; index < 23; index++) closeBar(rig, index, firstOpen + (index + 1) * 4 * hourMs);
  const breakOut = (arrivesAtUtcMs = closesAtUtcMs): void => {
    closeBar(rig, 23, arrivesAtUtcMs);
  };
  return { rig, begin, bars, breakOut, closeMinute };
}

const decided = ({ ledger }: EngineRig): number =>
  ledger.events.filter(({ event }) => event.kind === 'decisionMade').length;

const tickets = ({ engine }: EngineRig): number => engine.snapshot().approvals.length;

test('an entry at another close than the day’s is offered at once', () => {
  const { rig, breakOut } = rigAt(midnight - 4 * hourMs);
  breakOut();
  expect([decided(rig), tickets(rig)]).toEqual([1, 1]);
});

test('an entry at the daily close is offered once, from 30 minutes after the reopening', () => {
  const { rig, breakOut, closeMinute } = rigAt(midnight);
  breakOut();
  expect([decided(rig), tickets(rig)]).toEqual([1, 0]);
  const reopening = midnight + hourMs;
  closeMinute(rig, reopening);
  closeMinute(rig, reopening + 28 * minuteMs);
  expect(tickets(rig)).toBe(0);
  closeMinute(rig, reopening + 29 * minuteMs);
  expect(tickets(rig)).toBe(1);
  const [open] = rig.engine.snapshot().approvals;
  assert(open !== undefined, 'a ticket is open');
  void rig.ask({ kind: 'reject', approvalId: open.ticket.approvalId, reason: 'not today' });
  closeMinute(rig, reopening + 31 * minuteMs);
  expect(tickets(rig)).toBe(0);
});

test('the agents are asked when it is offered, once', () => {
  const analyst = createScriptedAnalyst();
  const { rig, breakOut, closeMinute } = rigAt(midnight, analyst);
  breakOut();
  const reopening = midnight + hourMs;
  closeMinute(rig, reopening);
  closeMinute(rig, reopening + 28 * minuteMs);
  expect(analyst.asked).toEqual([]);
  closeMinute(rig, reopening + 29 * minuteMs);
  const { decision } = analyst.question('entry');
  analyst.answer({ kind: 'opinion', opinion: sampleOpinion({ decisionId: decision.decisionId, verdict: 'veto' }) });
  for (const minute of [30, 31, 32]) closeMinute(rig, reopening + minute * minuteMs);
  expect([analyst.asked.length, tickets(rig)]).toEqual([1, 0]);
});

test('a restart before it is offered changes nothing', () => {
  const { rig, begin, breakOut, closeMinute } = rigAt(midnight);
  breakOut();
  closeMinute(rig, midnight + hourMs);
  rig.engine[Symbol.dispose]();
  const restarted = begin();
  closeMinute(restarted, midnight + hourMs + 29 * minuteMs);
  expect(tickets(restarted)).toBe(1);
});

test('an entry whose validity ended before the market reopened is not offered any more', () => {
  const { rig, breakOut, closeMinute } = rigAt(midnight);
  breakOut();
  for (const minute of [0, 30]) closeMinute(rig, midnight + 48 * hourMs + minute * minuteMs);
  expect(tickets(rig)).toBe(0);
});

test('a bar whose close the market told only when it reopened is decided on; one that was filled in later is not', () => {
  const reopening = midnight + hourMs;
  const told = rigAt(midnight);
  told.bars.append(minutes, [sampleBar({ openTimeUtcMs: reopening, close: 2010 })]);
  told.breakOut(reopening + minuteMs);
  expect(decided(told.rig)).toBe(1);
  const filledIn = rigAt(midnight);
  filledIn.bars.append(minutes, [sampleBar({ openTimeUtcMs: reopening, close: 2010 })]);
  filledIn.breakOut(reopening + 3 * minuteMs);
  expect(decided(filledIn.rig)).toBe(0);
});
