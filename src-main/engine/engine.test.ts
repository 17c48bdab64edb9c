import { expect, test } from 'vitest';
import { assert, assertDefined } from '#shared/base/assert.ts';
import type { ApprovalTicket } from '#shared/trading/approval-ticket.ts';
import { orderTicket } from '#shared/trading/ids.ts';
import { money } from '#shared/units/money.ts';
import { fault } from '#shared/base/fault.ts';
import { sampleAccount } from '#main/testkit/sample-account.ts';
import { sampleBar } from '#main/testkit/sample-bars.ts';
import { sampleDeal } from '#main/testkit/sample-deal.ts';
import { sampleQuote } from '#main/testkit/sample-quote.ts';
import { samplePosition } from '#main/testkit/sample-position.ts';
import { allInOrder, type ProjectionRung } from './data-health.ts';
import { createEngineRig, type EngineRig } from './engine-rig.suite.ts';

const lost = fault('SESSION_SILENT', 'the terminal fell silent');

const openTicket = (rig: EngineRig): ApprovalTicket =>
  assertDefined(rig.engine.snapshot().approvals[0], 'a ticket is open').ticket;

const approve = async (rig: EngineRig) => {
  const { approvalId, parameters } = openTicket(rig);
  return rig.ask({ kind: 'approve', approvalId, parameters });
};

/** Connected, with a ticket that waits. */
function rigWithTicket(): EngineRig {
  const rig = createEngineRig();
  rig.connect();
  rig.breakOut();
  return rig;
}

/** The fill of the one order that was sent, with the position that it opened. */
function fillOf(rig: EngineRig) {
  const { request } = assertDefined(rig.gateway.sent[0], 'an order was sent');
  assert(request.kind === 'entry', 'it is an entry');
  const { clientOrderId, symbol, volume, stop } = request;
  const at = rig.engine.snapshot().marketUtcMs;
  const deal = sampleDeal({ clientOrderId, symbol, volume, price: 2005.2, positionId: '9', occurredAtUtcMs: at });
  const opened = { positionId: '9', clientOrderId, volume, openPrice: 2005.2, openedAtUtcMs: at };
  const position = samplePosition({ ...opened, stop });
  return { request, deal, position };
}

/** Connected, with an approved entry that was filled. */
async function rigWithPosition() {
  const rig = rigWithTicket();
  await approve(rig);
  const { request, deal, position } = fillOf(rig);
  const report = { kind: 'filled' as const, orderTicket: orderTicket('301'), deals: [deal] };
  const occurredAtUtcMs = deal.occurredAtUtcMs;
  rig.tell({ kind: 'orderReported', id: request.clientOrderId, report, occurredAtUtcMs });
  rig.report([position]);
  return { rig, request, deal, position };
}

test('becomes active only when the terminal has reported and agrees with the log', () => {
  const rig = createEngineRig();
  expect(rig.engine.snapshot().tradingState.state).toBe('reducing');
  rig.connect();
  expect(rig.engine.snapshot().tradingState.state).toBe('active');
});

test('puts a breakout before the trader, holds the replay, and sends nothing by itself', () => {
  const rig = rigWithTicket();
  const ticket = openTicket(rig);
  expect(ticket.parameters).toMatchObject({ symbol: 'XAUUSD', side: 'buy' });
  expect(ticket.filters.every((filter) => filter.passed)).toBe(true);
  expect(rig.held).toContain('ticket');
  expect(rig.gateway.sent).toEqual([]);
  expect(rig.engine.snapshot().scenarios[0]?.phase).toBe('enter');
});

test('sends exactly what was approved, once, after its journal row was committed', async () => {
  const rig = rigWithTicket();
  const { approvalId, parameters } = openTicket(rig);
  const both = await Promise.all([
    rig.ask({ kind: 'approve', approvalId, parameters }),
    rig.ask({ kind: 'approve', approvalId, parameters }),
  ]);
  expect(both.map((result) => result.ok)).toEqual([true, false]);
  expect(both[1]).toMatchObject({ error: { code: 'APPROVAL_ENDED' } });
  expect(rig.gateway.sent).toHaveLength(1);
  expect(rig.gateway.sent[0]?.request).toMatchObject({ kind: 'entry', ...parameters });
  expect(rig.kinds().slice(-3)).toEqual(['approvalEnded', 'orderJournaled', 'orderStatusChanged']);
  expect(rig.held).not.toContain('ticket');
});

test('refuses an approval of anything but what was on the screen, and keeps the ticket', async () => {
  const rig = rigWithTicket();
  const { approvalId, parameters } = openTicket(rig);
  const refused = await rig.ask({ kind: 'approve', approvalId, parameters: { ...parameters, riskMoney: money(1) } });
  expect(refused).toMatchObject({ ok: false, error: { code: 'APPROVAL_PARAMETERS_CHANGED' } });
  expect(rig.engine.snapshot().approvals).toHaveLength(1);
  expect(rig.gateway.sent).toEqual([]);
});

test('asks again with new figures when the price has left what was agreed', async () => {
  const rig = rigWithTicket();
  const first = openTicket(rig);
  rig.quote(first.parameters.worstPrice + 0.5);
  const refused = await approve(rig);
  expect(refused).toMatchObject({ ok: false, error: { code: 'APPROVAL_DRIFTED' } });
  const second = openTicket(rig);
  expect(second.approvalId).not.toBe(first.approvalId);
  expect(second.parameters.worstPrice).toBeGreaterThan(first.parameters.worstPrice);
  expect(rig.engine.snapshot().endedApprovals[0]).toMatchObject({ outcome: 'superseded' });
  expect(rig.gateway.sent).toEqual([]);
});

test('rejects with the reason that the trader gave, and lets the replay go on', async () => {
  const rig = rigWithTicket();
  const { approvalId } = openTicket(rig);
  await rig.ask({ kind: 'reject', approvalId, reason: 'news in ten minutes' });
  expect(rig.engine.snapshot().endedApprovals[0]).toMatchObject({
    outcome: 'rejectedByTrader',
    reason: 'news in ten minutes',
    actor: 'window',
  });
  expect(rig.held).not.toContain('ticket');
  expect(rig.engine.snapshot().scenarios[0]?.phase).toBe('setup');
});

test('lets a ticket die when its countdown ends', () => {
  const rig = rigWithTicket();
  rig.clock.advance(5 * 60_000);
  expect(rig.engine.snapshot().approvals).toEqual([]);
  expect(rig.engine.snapshot().endedApprovals[0]).toMatchObject({ outcome: 'expired' });
});

test('counts an order as filled only when its deals were seen, and manages the position', async () => {
  const { rig, position } = await rigWithPosition();
  const snapshot = rig.engine.snapshot();
  expect(snapshot.orders[0]).toMatchObject({ status: 'filled' });
  expect(snapshot.deals).toHaveLength(1);
  expect(snapshot.positions).toEqual([position]);
  expect(snapshot.scenarios[0]?.phase).toBe('manage');
  expect(snapshot.tradingState.state).toBe('active');
});

test('takes a deal that is reported again for the same deal', async () => {
  const { rig, deal } = await rigWithPosition();
  rig.tell({ kind: 'dealsReported', deals: [deal, deal], cash: [] });
  expect(rig.kinds().filter((kind) => kind === 'dealRecorded')).toHaveLength(1);
});

test('calls an order unknown when the session is lost, asks about it, and never sends it again', async () => {
  const rig = rigWithTicket();
  await approve(rig);
  rig.tell({ kind: 'sessionClosed', fault: lost });
  expect(rig.engine.snapshot().orders[0]).toMatchObject({ status: 'unknown' });
  expect(rig.engine.snapshot().tradingState.state).toBe('reducing');
  rig.connect();
  const { request } = assertDefined(rig.gateway.sent[0], 'an order was sent');
  expect(rig.gateway.queried).toEqual([request.clientOrderId]);
  expect(rig.gateway.sent).toHaveLength(1);
  expect(rig.engine.snapshot().tradingState).toMatchObject({ state: 'reducing' });
});

test('believes that an order was not found only after a minute and twice, fifteen seconds apart', async () => {
  const rig = rigWithTicket();
  await approve(rig);
  const { request } = assertDefined(rig.gateway.sent[0], 'an order was sent');
  rig.tell({ kind: 'sessionClosed', fault: lost });
  rig.connect();
  const notFound = (): void => {
    const occurredAtUtcMs = rig.clock.wall.nowUtcMs();
    rig.tell({ kind: 'orderReported', id: request.clientOrderId, report: { kind: 'notFound' }, occurredAtUtcMs });
  };
  const status = () => rig.engine.snapshot().orders[0]?.status;
  notFound();
  expect(status()).toBe('unknown');
  rig.clock.advance(61_000);
  notFound();
  expect(status()).toBe('unknown');
  rig.clock.advance(15_000);
  notFound();
  expect(status()).toBe('notFound');
  expect(rig.engine.snapshot().tradingState.state).toBe('active');
  expect(rig.gateway.sent).toHaveLength(1);
});

test('marks an order as never sent when nothing could leave, so that its ticket may be raised anew', async () => {
  const rig = rigWithTicket();
  rig.gateway.isConnected = false;
  await approve(rig);
  expect(rig.engine.snapshot().orders[0]).toMatchObject({ status: 'neverSent', fault: { code: 'NOT_CONNECTED' } });
});

test('finds everything as it was after a restart, with what was on its way as unknown', async () => {
  const rig = rigWithTicket();
  await approve(rig);
  const before = rig.ledger.events.map((event) => event.sequence);
  const again = rig.restart();
  expect(again.engine.snapshot().orders[0]).toMatchObject({ status: 'unknown' });
  expect(again.gateway.sent).toEqual([]);
  expect(again.ledger.events.slice(0, before.length).map((event) => event.sequence)).toEqual(before);
  again.connect();
  expect(again.gateway.queried).toHaveLength(1);
});

test('takes up a ticket after a restart with what the wall clock has left of it', () => {
  const rig = rigWithTicket();
  rig.clock.advance(60_000);
  const again = rig.restart();
  expect(again.engine.snapshot().approvals[0]?.remainingMs).toBe(4 * 60_000);
  again.clock.advance(4 * 60_000);
  expect(again.engine.snapshot().approvals).toEqual([]);
});

test('starts from a snapshot exactly as from the whole log', async () => {
  const { rig } = await rigWithPosition();
  const whole = createEngineRig({ ledger: rig.ledger, clock: rig.clock }).engine.snapshot();
  rig.engine[Symbol.dispose]();
  const fromSnapshot = createEngineRig({ ledger: rig.ledger, clock: rig.clock }).engine.snapshot();
  expect({ ...fromSnapshot, lamps: [], tradingState: null }).toEqual({ ...whole, lamps: [], tradingState: null });
});

test('does not take an empty report for flat while no deal has closed the position', async () => {
  const { rig, position } = await rigWithPosition();
  rig.report([]);
  const incomplete = rig.engine.snapshot();
  expect(incomplete.positions).toEqual([position]);
  expect(incomplete.differences).toMatchObject([{ kind: 'missingPosition', positionId: '9' }]);
  expect(incomplete.tradingState.state).toBe('reducing');
  const closing = {
    dealTicket: '502',
    entry: 'out',
    side: 'sell',
    reason: 'stop',
    positionId: '9',
    clientOrderId: null,
  };
  rig.tell({ kind: 'dealsReported', deals: [sampleDeal({ ...closing, volume: position.volume })], cash: [] });
  expect(rig.engine.snapshot().positions).toEqual([]);
  expect(rig.engine.snapshot().tradingState.state).toBe('active');
  expect(rig.engine.snapshot().scenarios[0]?.phase).toBe('idle');
});

test('stays reducing on a position of a stranger until the trader signs', async () => {
  const rig = createEngineRig();
  rig.connect({ positions: [samplePosition({ positionId: '77' })] });
  expect(rig.engine.snapshot().differences).toMatchObject([{ kind: 'manualPosition', positionId: '77' }]);
  expect(rig.engine.snapshot().tradingState.state).toBe('reducing');
  await rig.ask({ kind: 'resume', reason: 'opened by me on the phone' });
  expect(rig.engine.snapshot()).toMatchObject({ differences: [], tradingState: { state: 'active' } });
  rig.report([samplePosition({ positionId: '77' })]);
  expect(rig.engine.snapshot().tradingState.state).toBe('active');
});

test('closes by hand in any trading state, and not twice at once', async () => {
  const { rig, position } = await rigWithPosition();
  await rig.ask({ kind: 'halt', reason: 'enough for today' });
  const { positionId } = position;
  expect(await rig.ask({ kind: 'closePosition', positionId })).toMatchObject({ ok: true });
  expect(rig.gateway.sent.at(-1)?.request).toMatchObject({ kind: 'reduceOnly', side: 'sell', positionId });
  expect(await rig.ask({ kind: 'closePosition', positionId })).toMatchObject({ error: { code: 'NOT_A_REDUCTION' } });
  expect(rig.engine.snapshot().scenarios[0]?.phase).toBe('exit');
});

test('leaves a position by the rules without asking anybody', async () => {
  const { rig } = await rigWithPosition();
  for (let bar = 0; bar < 3; bar++) rig.closeBar(2000 - bar);
  expect(rig.gateway.sent.at(-1)?.request).toMatchObject({ kind: 'reduceOnly', side: 'sell' });
});

test('halts by hand: open tickets die, entries are refused, and only a reason resumes', async () => {
  const rig = rigWithTicket();
  await rig.ask({ kind: 'halt', reason: 'lunch' });
  expect(rig.engine.snapshot().approvals).toEqual([]);
  rig.connect();
  expect(rig.engine.snapshot().tradingState).toMatchObject({ state: 'halted', reason: 'lunch' });
  await rig.ask({ kind: 'resume', reason: 'back again' });
  expect(rig.engine.snapshot().tradingState.state).toBe('active');
});

test('halts when another account appears behind the pipe, and takes nothing over from it', () => {
  const rig = createEngineRig();
  rig.connect();
  const identity = { server: 'Other-Live', login: '5', tradeMode: 'real' };
  rig.connect({ account: sampleAccount({ identity }), positions: [samplePosition()] });
  expect(rig.engine.snapshot().tradingState.state).toBe('halted');
  expect(rig.engine.snapshot().positions).toEqual([]);
  expect(rig.engine.snapshot().lamps).toContainEqual(
    expect.objectContaining({ name: 'terminal', level: 'fault', detail: 'ACCOUNT_CHANGED' }),
  );
});

test('shows that market data cannot be stored, and where bars are missing, for as long as it is so', () => {
  const rig = createEngineRig();
  rig.connect();
  rig.quote(2000);
  const lamp = (name: string) => rig.engine.snapshot().lamps.find((it) => it.name === name);
  const storeFault = fault('STORE_FULL', 'the disk is full');
  const seriesWithHoles = ['XAUUSD M1', 'XAUUSD H4'];
  rig.engine.accept({ kind: 'dataHealthChanged', health: { ...allInOrder, storeFault, seriesWithHoles } });
  expect(lamp('stores')).toMatchObject({ level: 'fault', code: 'unwritable', detail: 'STORE_FULL' });
  expect(lamp('market')).toMatchObject({ level: 'warning', code: 'holes', detail: 'XAUUSD M1, XAUUSD H4' });
  rig.engine.accept({ kind: 'dataHealthChanged', health: allInOrder });
  expect([lamp('stores')?.code, lamp('market')?.code]).toEqual(['open', 'live']);
});

test('shows who answers for memory, and why it is not who should', () => {
  const rig = createEngineRig();
  const lamp = () => rig.engine.snapshot().lamps.find(({ name }) => name === 'memory');
  const vectors = { name: 'vectors', adapter: 'chroma', wanted: 'chroma', deadLetters: 0, faultCode: null } as const;
  const graph = { name: 'graph', adapter: 'embedded', wanted: 'embedded', deadLetters: 0, faultCode: null } as const;
  const show = (projections: readonly ProjectionRung[]) => {
    rig.engine.accept({ kind: 'dataHealthChanged', health: { ...allInOrder, projections } });
    return lamp();
  };
  expect(lamp()).toMatchObject({ level: 'ok', code: 'inStep', detail: '' });
  const inStep = { level: 'ok', code: 'inStep', detail: 'chroma, embedded' };
  expect(show([vectors, graph])).toMatchObject(inStep);
  expect(show([{ ...vectors, adapter: 'exact' }, graph])).toMatchObject({
    ...{ level: 'warning', code: 'behind', detail: 'exact' },
  });
  const refused = { ...graph, wanted: 'bolt', faultCode: 'GRAPH_UNAUTHORIZED' } as const;
  expect(show([{ ...vectors, adapter: 'exact' }, refused])).toMatchObject({
    ...{ level: 'warning', code: 'rungDown', detail: 'exact, embedded' },
  });
  expect(show([{ ...vectors, deadLetters: 2 }, graph])).toMatchObject({
    ...{ level: 'warning', code: 'deadLetters', detail: '2' },
  });
  expect(show([vectors, graph])).toMatchObject(inStep);
});

test('does not call a market live whose terminal has gone', () => {
  const rig = createEngineRig();
  const lamp = () => rig.engine.snapshot().lamps.find(({ name }) => name === 'market');
  expect(lamp()?.code).toBe('noData');
  rig.connect();
  rig.quote(2000);
  expect(lamp()).toMatchObject({ level: 'ok', code: 'live' });
  rig.tell({ kind: 'sessionClosed', fault: lost });
  expect(lamp()).toMatchObject({ level: 'fault', code: 'disconnected' });
});

test('learns from bars of a back-fill without deciding on them', () => {
  const rig = createEngineRig();
  rig.connect();
  const start = rig.clock.wall.nowUtcMs();
  rig.clock.advance(86_400_000);
  for (let index = 0; index < 30; index++) {
    const bar = sampleBar({ openTimeUtcMs: start + index * 300_000, close: index === 29 ? 2010 : 2000 + index * 0.1 });
    rig.engine.accept({ kind: 'barClosed', symbol: 'XAUUSD', timeframe: 'M5', bar });
  }
  expect(rig.kinds()).not.toContain('decisionMade');
});

test('stops when its log cannot be written: what is not committed did not happen', async () => {
  const rig = rigWithTicket();
  rig.ledger.failNextAppend();
  const { approvalId, parameters } = openTicket(rig);
  expect(() => {
    rig.engine.accept({
      kind: 'command',
      command: { kind: 'approve', approvalId, parameters },
      actor: 'window',
      answer: () => undefined,
    });
  }).toThrow('disk is full');
  expect(rig.gateway.sent).toEqual([]);
  expect(rig.failures).toHaveLength(1);
  expect(await rig.ask({ kind: 'halt', reason: 'does it answer' })).toMatchObject({ error: { code: 'ENGINE_FAILED' } });
});

test('commands that waited behind the turn that failed are told so', async () => {
  const rig = rigWithTicket();
  const commands: Promise<unknown>[] = [];
  rig.engine.subscribe(() => {
    if (commands.length > 0) return;
    rig.ledger.failNextAppend();
    commands.push(rig.ask({ kind: 'halt', reason: 'the first' }), rig.ask({ kind: 'halt', reason: 'the second' }));
  });
  expect(() => {
    rig.quote(2010);
  }).toThrow('disk is full');
  const refused = { error: { code: 'ENGINE_FAILED' } };
  expect(await Promise.all(commands)).toMatchObject([refused, refused]);
});

test('stays reducing after repeated crashes until the trader signs', async () => {
  const rig = createEngineRig({ staysReducing: true });
  rig.connect();
  expect(rig.engine.snapshot().tradingState.state).toBe('reducing');
  await rig.ask({ kind: 'resume', reason: 'looked at the log' });
  expect(rig.engine.snapshot().tradingState.state).toBe('active');
});

test('never sets the baseline of the day again within a broker date', () => {
  const rig = createEngineRig();
  rig.connect();
  const later = rig.clock.wall.nowUtcMs() + 3_600_000;
  rig.tell({
    kind: 'accountReported',
    account: sampleAccount({ equity: 20_000, balance: 20_000, occurredAtUtcMs: later }),
  });
  expect(rig.engine.snapshot().day).toMatchObject({ baseline: 25_000, profit: -5_000 });
});

test('recalls the last stored quote after a restart, so that a held ticket can be decided', () => {
  const lastTicks = [sampleQuote({ bid: 1999.5 })];
  const rig = createEngineRig({ lastTicks });
  rig.connect();
  expect(rig.engine.snapshot().quotes).toEqual(lastTicks);
});

test('closes no more than what deals have left of a position, also before a report shows it', async () => {
  const { rig, position } = await rigWithPosition();
  const half = Number((position.volume / 2).toFixed(2));
  const closing = { dealTicket: '502', entry: 'out', side: 'sell', positionId: '9', clientOrderId: null, volume: half };
  rig.tell({ kind: 'dealsReported', deals: [sampleDeal(closing)], cash: [] });
  await rig.ask({ kind: 'closePosition', positionId: position.positionId });
  expect(rig.gateway.sent.at(-1)?.request.volume).toBeCloseTo(position.volume - half, 8);
});

test('does not take a partial close for the end of what is left', async () => {
  const { rig, position } = await rigWithPosition();
  const most = Number((position.volume * 0.7).toFixed(2));
  const closing = { dealTicket: '502', entry: 'out', side: 'sell', positionId: '9', clientOrderId: null, volume: most };
  rig.tell({ kind: 'dealsReported', deals: [sampleDeal(closing)], cash: [] });
  const left = samplePosition({ ...position, volume: Number((position.volume - most).toFixed(2)) });
  rig.report([left]);
  rig.report([]);
  expect(rig.engine.snapshot().positions).toEqual([left]);
  expect(rig.engine.snapshot().differences).toMatchObject([{ kind: 'missingPosition' }]);
});

test('lets a simulated account approve itself where it was told to, and says who did', () => {
  const rig = createEngineRig({ approver: 'simulation' });
  rig.connect();
  rig.breakOut();
  expect(rig.gateway.sent).toHaveLength(1);
  expect(rig.gateway.sent[0]?.request).toMatchObject({ authorizedBy: 'simulation' });
  expect(rig.engine.snapshot().endedApprovals[0]).toMatchObject({ outcome: 'approved', actor: 'simulation' });
});

test('never lets another account approve itself', () => {
  const rig = createEngineRig({ approver: 'simulation' });
  rig.connect({ account: sampleAccount({ identity: { server: 'Broker-Demo', login: '5', tradeMode: 'demo' } }) });
  rig.breakOut();
  expect(rig.gateway.sent).toEqual([]);
  expect(rig.engine.snapshot().approvals).toHaveLength(1);
});

test('sends an approved order before it lets the replay go on', async () => {
  const rig = rigWithTicket();
  await approve(rig);
  expect(rig.acts.slice(-3)).toEqual(['hold ticket', 'send', 'release ticket']);
});

test('takes nothing of what a refused account goes on to report', () => {
  const rig = createEngineRig();
  rig.connect();
  const identity = { server: 'Other-Live', login: '5', tradeMode: 'real' };
  const other = sampleAccount({ identity, equity: 7, balance: 7 });
  rig.connect({ account: other });
  const before = rig.engine.snapshot();
  rig.report([samplePosition()]);
  rig.tell({ kind: 'accountReported', account: other });
  rig.tell({ kind: 'dealsReported', deals: [sampleDeal()], cash: [] });
  rig.quote(1);
  expect(rig.engine.snapshot()).toEqual(before);
});

test('lets go of a missing position once the trader has signed for it', async () => {
  const { rig } = await rigWithPosition();
  rig.report([]);
  expect(rig.engine.snapshot().positions).toHaveLength(1);
  await rig.ask({ kind: 'resume', reason: 'closed by the broker on the phone' });
  rig.report([]);
  expect(rig.engine.snapshot()).toMatchObject({ positions: [], differences: [], tradingState: { state: 'active' } });
  expect(rig.engine.snapshot().scenarios[0]?.phase).toBe('idle');
});
