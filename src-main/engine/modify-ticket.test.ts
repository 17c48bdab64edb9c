import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assertDefined } from '#shared/base/assert.ts';
import { fault } from '#shared/base/fault.ts';
import { lots } from '#shared/units/lots.ts';
import { price } from '#shared/units/price.ts';
import type { CockpitCommand } from '#main/ports/cockpit.ts';
import { createEngineRig, type EngineRig } from './engine-rig.suite.ts';

type Change = Extract<CockpitCommand, { kind: 'modifyTicket' }>['change'];

function rigWithTicket(): EngineRig {
  const rig = createEngineRig();
  rig.connect();
  rig.breakOut();
  return rig;
}

const openApproval = (rig: EngineRig) => assertDefined(rig.engine.snapshot().approvals[0], 'a ticket is open');

const openTicket = (rig: EngineRig) => openApproval(rig).ticket;

const modify = async (rig: EngineRig, change: Change) => {
  const { approvalId, parameters } = openTicket(rig);
  return rig.ask({ kind: 'modifyTicket', approvalId, parameters, change });
};

test('a nearer stop is sized anew and asked again; the old ticket is superseded, and nothing is sent', async () => {
  const rig = rigWithTicket();
  const before = openTicket(rig);
  const stop = price(before.parameters.stop + 1);
  expect(await modify(rig, { stop })).toEqual({ ok: true });
  const after = openTicket(rig);
  expect(after.approvalId).not.toBe(before.approvalId);
  expect(after.parameters).toMatchObject({ stop, side: 'buy', target: before.parameters.target });
  expect(after.lossPerLot).toBeLessThan(before.lossPerLot);
  expect(rig.engine.snapshot().endedApprovals).toMatchObject([
    { outcome: 'superseded', actor: 'window', ticket: { approvalId: before.approvalId } },
  ]);
  expect(rig.engine.snapshot().approvals).toHaveLength(1);
  expect(rig.gateway.sent).toEqual([]);
});

test('a smaller volume is taken, kept when figures change, and sent as it stands', async () => {
  const rig = rigWithTicket();
  const volume = lots(0.01);
  await modify(rig, { volume });
  expect(openTicket(rig).parameters.volume).toBe(0.01);
  const asked = openTicket(rig);
  rig.quote(asked.parameters.worstPrice + 0.5);
  await rig.ask({ kind: 'approve', approvalId: asked.approvalId, parameters: asked.parameters });
  expect(openTicket(rig).parameters.volume).toBe(0.01);
  const { approvalId, parameters } = openTicket(rig);
  expect(await rig.ask({ kind: 'approve', approvalId, parameters })).toEqual({ ok: true });
  expect(rig.gateway.sent).toMatchObject([{ request: { kind: 'entry', volume: 0.01 } }]);
});

test('where nothing is named the same is asked at the price of now', async () => {
  const rig = rigWithTicket();
  const before = openApproval(rig);
  rig.quote(before.ticket.parameters.worstPrice + 0.5);
  expect(await modify(rig, {})).toEqual({ ok: true });
  const after = openApproval(rig);
  expect(after.ticket.approvalId).not.toBe(before.ticket.approvalId);
  expect(after.ticket.parameters).toMatchObject({ stop: before.ticket.parameters.stop, side: 'buy' });
  expect(after.ticket.parameters.worstPrice).toBeGreaterThan(before.ticket.parameters.worstPrice);
  expect([after.figures.driftR, rig.gateway.sent]).toEqual([0, []]);
});

test('a target is set, moved to the grid, and taken away', async () => {
  const rig = rigWithTicket();
  await modify(rig, { target: price(2050.004) });
  expect(openTicket(rig).parameters.target).toBe(2050);
  await modify(rig, { target: null });
  expect(openTicket(rig).parameters.target).toBeNull();
});

test.each<readonly [string, (ticket: ReturnType<typeof openTicket>) => Change, string]>([
  ['more than risk allows', ({ parameters }) => ({ volume: lots(parameters.volume + 0.01) }), 'VOLUME_ABOVE_RISK'],
  ['less than the broker takes', () => ({ volume: lots(0.001) }), 'VOLUME_BELOW_MIN'],
  ['a volume off its step', () => ({ volume: lots(0.015) }), 'VOLUME_OFF_STEP'],
  ['a stop that wins', ({ intent }) => ({ stop: price(intent.reference + 1) }), 'STOP_WRONG_SIDE'],
  ['a target that loses', ({ intent }) => ({ target: price(intent.reference - 1) }), 'TARGET_WRONG_SIDE'],
  ['a target short of the worst price', () => ({ target: price(2005.1) }), 'TARGET_WRONG_SIDE'],
  ['a stop so far that nothing can be bought', () => ({ stop: price(0.01) }), 'VOLUME_BELOW_MIN'],
])('is refused %s, and the ticket stays as it was', async (_, changeOf, code) => {
  const rig = rigWithTicket();
  const before = openTicket(rig);
  expect(await modify(rig, changeOf(before))).toMatchObject({ ok: false, error: { code } });
  expect(openTicket(rig)).toEqual(before);
  expect(rig.engine.snapshot().endedApprovals).toEqual([]);
});

test('a stop that the market has reached is none', async () => {
  const rig = rigWithTicket();
  rig.quote(2004);
  expect(await modify(rig, { stop: price(2004.5) })).toMatchObject({ error: { code: 'STOP_WRONG_SIDE' } });
});

test('only what was on the screen can be changed, and only while it waits', async () => {
  const rig = rigWithTicket();
  const { approvalId, parameters } = openTicket(rig);
  const change = { volume: lots(0.01) };
  const command = { kind: 'modifyTicket', approvalId, parameters, change } as const;
  const other = { ...parameters, volume: lots(0.02) };
  expect(await rig.ask({ ...command, parameters: other })).toMatchObject({
    error: { code: 'APPROVAL_PARAMETERS_CHANGED' },
  });
  await rig.ask(command);
  expect(await rig.ask(command)).toMatchObject({ error: { code: 'APPROVAL_ENDED' } });
});

test('without a terminal nothing can be judged', async () => {
  const rig = rigWithTicket();
  rig.tell({ kind: 'sessionClosed', fault: fault('SESSION_SILENT', 'gone') });
  expect(await modify(rig, { volume: lots(0.01) })).toMatchObject({ error: { code: 'NOT_CONNECTED' } });
});

test('whatever the trader changes, a ticket risks no more than the rules’ share and keeps its side', () => {
  const change = fc.record(
    {
      volume: fc.integer({ min: 1, max: 500 }).map((steps) => lots(Number((steps / 100).toFixed(2)))),
      stop: fc.integer({ min: 190_000, max: 210_000 }).map((ticks) => price(ticks / 100)),
      target: fc.option(fc.integer({ min: 190_000, max: 230_000 }).map((ticks) => price(ticks / 100))),
    },
    { requiredKeys: [] },
  );
  const rig = rigWithTicket();
  const share = openTicket(rig).intent.riskRatio * 25_000;
  return fc.assert(
    fc.asyncProperty(change, async (wish) => {
      const before = openTicket(rig);
      const result = await modify(rig, wish);
      const { parameters } = openTicket(rig);
      expect(parameters.side).toBe('buy');
      expect(parameters.riskMoney).toBeLessThanOrEqual(share + 0.005);
      if (!result.ok) expect(openTicket(rig)).toEqual(before);
      else if (wish.volume !== undefined) expect(parameters.volume).toBe(wish.volume);
      expect(rig.gateway.sent).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('figures say what a ticket would do to the account now', () => {
  const rig = rigWithTicket();
  const { ticket, figures } = openApproval(rig);
  const { volume, riskMoney } = ticket.parameters;
  const spread = (ticket.quote.ask - ticket.quote.bid) * 100;
  expect(figures).toMatchObject({
    price: ticket.quote.ask,
    driftR: 0,
    driftLimitR: 0.15,
    freeMarginAfter: 25_000 - 2_000 * volume,
    smallest: { volume: 0.01 },
    asOfUtcMs: rig.engine.snapshot().marketUtcMs,
  });
  expect(figures.spreadMoney).toBeCloseTo(spread * volume, 6);
  expect(figures.commissionMoney).toBeCloseTo(7 * volume, 6);
  expect(figures.costR).toBeCloseTo(((spread + 7) * volume) / riskMoney, 6);
  expect(figures.marginLevelAfter).toBeCloseTo((25_000 / (2_000 * volume)) * 100, 6);
  expect(figures.smallest?.riskMoney).toBeCloseTo(ticket.lossPerLot * 0.01, 6);
  expect(figures.smallest?.riskRatio).toBeCloseTo((ticket.lossPerLot * 0.01) / 25_000, 9);
});

test('figures are told again as the price moves, at most once a second, and drift is past its limit where the price is worse than agreed', () => {
  const rig = rigWithTicket();
  const told = () => rig.deltas.flatMap((delta) => (delta.kind === 'ticketFiguresChanged' ? [delta.figures] : []));
  rig.clock.advance(250);
  const before = told().length;
  const { worstPrice } = openTicket(rig).parameters;
  for (let tick = 0; tick < 8; tick++) {
    rig.quote(worstPrice + tick / 10);
    rig.clock.advance(250);
  }
  expect(told().length - before).toBeGreaterThanOrEqual(2);
  expect(told().length - before).toBeLessThanOrEqual(3);
  const newest = assertDefined(told().at(-1), 'figures were told');
  expect(newest.driftR).toBeGreaterThan(newest.driftLimitR);
  rig.clock.advance(3_000);
  const quiet = told().length;
  rig.clock.advance(3_000);
  expect(told()).toHaveLength(quiet);
});
