import { expect, test } from 'vitest';
import type { Fault } from '#shared/base/fault.ts';
import type { MarketFacts } from '#main/ports/market-facts.ts';
import { createEngineRig, noMarketFacts, type EngineRig } from './engine-rig.suite.ts';

/** Rules that want to buy, judged by what is known of the market. */
function brokenOut(facts: Partial<MarketFacts>): EngineRig {
  const rig = createEngineRig({ facts: { ...noMarketFacts, ...facts } });
  rig.connect();
  rig.breakOut();
  return rig;
}

const denialOf = (rig: EngineRig): Fault | undefined =>
  rig.ledger.events.flatMap(({ event }) => (event.kind === 'intentDenied' ? [event.fault] : [])).at(-1);

test('where nothing stands in the way the wish becomes a ticket', () => {
  const rig = brokenOut({});
  expect(denialOf(rig)).toBeUndefined();
  expect(rig.kinds()).toContain('approvalOpened');
});

test('a release of high impact denies by the calendar of then', () => {
  const asked: (readonly [string, number])[] = [];
  const rig = brokenOut({
    newsDistanceMs: (symbol, atUtcMs) => {
      asked.push([symbol, atUtcMs]);
      return 60_000;
    },
  });
  expect(denialOf(rig)).toMatchObject({ code: 'NEWS_BLACKOUT', facts: { value: 60_000, limit: 300_000 } });
  expect(asked.at(-1)).toEqual(['XAUUSD', rig.clock.market.nowUtcMs()]);
});

test('the trader’s yes is held against the account that is pinned, and the limits of that very moment', async () => {
  let newsDistanceMs = 3_600_000;
  const rig = brokenOut({ newsDistanceMs: () => newsDistanceMs });
  const [open] = rig.engine.snapshot().approvals;
  if (open === undefined) throw new Error('no ticket waits');
  newsDistanceMs = 0;
  const { approvalId, parameters } = open.ticket;
  expect(await rig.ask({ kind: 'approve', approvalId, parameters })).toMatchObject({
    ok: false,
    error: { code: 'NEWS_BLACKOUT' },
  });
  expect(rig.acts).not.toContain('send');
});
