import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { WireBar } from '#main/protocol/bar-codec.ts';
import type { WireOrder } from '#main/protocol/messages/trade-messages.ts';
import { makePairingToken } from '#main/protocol/pairing-token.ts';
import type { ServerOutput } from '#main/protocol/server-session.ts';
import { realTime } from '#main/testkit/real-time.ts';
import { ScriptedCockpit } from '#main/testkit/scripted-cockpit.ts';
import { assert } from '#shared/base/assert.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { OrderStep } from './order-steps.ts';
import { dealsAfter } from './store/broker-records.ts';
import { openTerminalDb } from './store/open-terminal-db.ts';
import {
  buyOrder,
  goldFrom,
  isReport,
  opening,
  report,
  resultOf,
  rigClock,
  rigWelcome,
  ticksHeard,
} from './simulated-terminal.suite.ts';

const host = fileURLToPath(new URL('../hosts/simulated-terminal.ts', import.meta.url));
const token = makePairingToken(realTime.rng.bytes(20));
const start = utcMs(Date.UTC(2025, 0, 6, 8));

let folder = '';
let address = '';
let cockpit: ScriptedCockpit;
const children: Terminal[] = [];

type Terminal = ChildProcessByStdio<null, Readable, null>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ats-kill-'));
  address = process.platform === 'win32' ? `\\\\.\\pipe\\ats-${folder.slice(-6)}` : join(folder, 'pipe.sock');
  cockpit = await ScriptedCockpit.listen({ address, token, welcome: welcomeFrom(null) });
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await cockpit[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

const welcomeFrom = (...cursors: Parameters<typeof goldFrom>) => ({
  ...rigWelcome,
  subscriptions: [goldFrom(...cursors)],
});

function startTerminal(...options: readonly string[]): Terminal {
  const words = ['--data', join(folder, 'terminal'), '--address', address, '--start', new Date(start).toISOString()];
  const child = spawn(process.execPath, [host, ...words, '--history-days', '1', ...options], {
    env: { ...process.env, ATS_PAIRING_TOKEN: token },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return child;
}

/** Resolves once the terminal has told that an order has come to a step. */
async function stepOf(child: Terminal, step: OrderStep): Promise<void> {
  for await (const line of createInterface({ input: child.stdout })) {
    const note = JSON.parse(line) as { readonly event: string; readonly step?: string };
    if (note.event === 'order' && note.step === step) return;
  }
  assert(false, `the terminal ended before the order was ${step}`);
}

async function kill(child: Terminal): Promise<void> {
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

/** By the broker's own records, once nobody has the file open any more. */
function executionsOf(id: string): { readonly executions: number; readonly deals: number } {
  const opened = openTerminalDb(join(folder, 'terminal'));
  assert(opened.ok, 'the file opens after the kill');
  const db = opened.value;
  const { executions } = db
    .prepare('SELECT COUNT(*) AS executions FROM executions WHERE client_order_id = ?')
    .get(id) as { executions: number };
  const deals = dealsAfter(db, null).filter((deal) => deal.clientOrderId === id).length;
  db.close();
  return { executions, deals };
}

interface Outcome {
  readonly answer: string;
  /** Orders and deals in the broker's records after the kill. */
  readonly executed: number;
  /** What the same order is answered when it is sent once more. */
  readonly again: string;
}

const outcomes: Readonly<Record<OrderStep, Outcome>> = {
  received: { answer: 'NOT_FOUND', executed: 0, again: 'filled' },
  journaled: { answer: 'FOUND denied', executed: 0, again: 'denied' },
  sending: { answer: 'NOT_FOUND', executed: 0, again: 'unknown' },
  executed: { answer: 'FOUND filled', executed: 1, again: 'filled' },
  stored: { answer: 'FOUND filled', executed: 1, again: 'filled' },
  answered: { answer: 'FOUND filled', executed: 1, again: 'filled' },
};

test.each(Object.entries(outcomes) as [OrderStep, Outcome][])(
  'killed when an order was %s, the terminal comes back with its account and executes it at most once',
  async (step, expected) => {
    const slow = ['--speed', '1', '--settle', '0'];
    const first = startTerminal(...slow, '--delay-after', `${step}=600000`);
    const { head } = await cockpit.until(opening);
    const order: WireOrder = { ...(await buyOrder(cockpit, 1)), account: head.account.identity };
    const stepped = stepOf(first, step);
    cockpit.send({ kind: 'ORDER', body: order });
    await stepped;
    await kill(first);
    const { executed, again, answer } = expected;
    expect(executionsOf(order.id)).toEqual({ executions: executed, deals: executed });

    const from = cockpit.heard.length;
    const second = startTerminal(...slow);
    const snapshot = await cockpit.until(opening, from);
    expect(snapshot.head.account.identity).toEqual(head.account.identity);
    expect([snapshot.deals.deals.length, snapshot.positions.positions.length]).toEqual([executed, executed]);
    const { session } = cockpit;
    cockpit.send({
      kind: 'ORDER_QUERY',
      body: { id: order.id, session, account: order.account, lastDealTicket: null },
    });
    const status = (await cockpit.until(report('ORDER_STATUS'), from)).message.body.answer;
    expect(status.kind === 'FOUND' ? `FOUND ${status.result.state}` : status.kind).toBe(answer);

    cockpit.send({ kind: 'ORDER', body: { ...order, session, sentAtUtcMs: utcMs(Date.now()) } });
    expect((await cockpit.until(resultOf(order.id), from)).state).toBe(again);
    await kill(second);
    const inTheEnd = again === 'filled' ? 1 : 0;
    expect(executionsOf(order.id)).toEqual({ executions: inTheEnd, deals: inTheEnd });
  },
  30_000,
);

test('killed again and again in a fast replay, it tells every minute and every tick, each the same as before', async () => {
  const bars = new Map<number, WireBar>();
  for (const target of [60, 130, 210, 300]) {
    const terminal = startTerminal('--speed', '1000000');
    await cockpit.until(isBarAt(start + target * 60_000), cockpit.heard.length);
    await kill(terminal);
    for (const bar of barsIn(cockpit.heard)) {
      const known = bars.get(bar.openStampMs);
      if (known !== undefined) expect(bar).toEqual(known);
      bars.set(bar.openStampMs, bar);
    }
    const newest = utcMs(Math.max(...[...bars.values()].map((bar) => rigClock.toUtc(bar.openStampMs))));
    cockpit.welcome = welcomeFrom(newest, ticksHeard(cockpit).at(-1) ?? null);
  }
  const played = [...bars.keys()].filter((stamp) => stamp >= rigClock.toBroker(start)).sort((a, b) => a - b);
  expect(played.every((stamp, index) => stamp === rigClock.toBroker(start) + index * 60_000)).toBe(true);
  expect(played.length).toBeGreaterThan(300);
  const ticks = ticksHeard(cockpit);
  expect(ticks.every((tick, index) => index === 0 || tick.stampMs > (ticks[index - 1]?.stampMs ?? 0))).toBe(true);
  const minutes = Map.groupBy(ticks, (tick) => Math.floor(tick.stampMs / 60_000) * 60_000);
  for (const stamp of played) {
    const bids = minutes.get(stamp)?.map((tick) => tick.bid) ?? [];
    const bar = bars.get(stamp);
    expect([bids.length, bids[0], Math.max(...bids), Math.min(...bids), bids.at(-1)]).toEqual([
      ...[bar?.tickVolume, bar?.open, bar?.high, bar?.low, bar?.close],
    ]);
  }
}, 60_000);

const isBarAt = (openTime: number) => (output: ServerOutput) =>
  isReport('BARS')(output) && output.message.body.bars.some((bar) => rigClock.toUtc(bar.openStampMs) === openTime);

const barsIn = (heard: readonly ServerOutput[]): readonly WireBar[] =>
  heard.filter(isReport('BARS')).flatMap(({ message }) => message.body.bars);
