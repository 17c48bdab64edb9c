import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import Database from 'better-sqlite3';
import type { CockpitSnapshot } from '#shared/contract/cockpit-snapshot.ts';
import type { ContractClient } from '#shared/contract/contract-client.ts';
import type { OrderStatus } from '#shared/trading/order.ts';
import { startHeadlessEngine } from '#main/testkit/headless-engine.ts';
import { startTerminal, type TerminalProcess } from '#main/testkit/terminal-process.ts';
import { askEngine } from '#main/wiring/ask-engine.ts';

/**
 * Kill −9 in the middle of an approved order, on either side, at every step of its life in the terminal; then both start again. The terminal's
 * own list of executions is the judge.
 */
const steps = ['received', 'journaled', 'sending', 'executed', 'stored', 'answered'] as const;
const wasExecuted: ReadonlySet<string> = new Set(['executed', 'stored', 'answered']);

/** What an order may be shown as when the broker never got it. */
const endedWithoutDeal: readonly OrderStatus[] = [
  'unknown',
  'notFound',
  'rejected',
  'cancelled',
  'expiredAtAdviser',
  'deniedByAdviser',
];

/** Well below the test's own limit. */
const untilMsMax = 40_000;

let folder: string;

test.beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ats-kill-'));
});

test.afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

for (const victim of ['engine', 'terminal'] as const) {
  for (const step of steps) {
    test(`survives kill −9 of the ${victim} when the order is ${step} in the terminal`, async () => {
      const before = await killInTheMiddle(victim, step);
      const after = await restartAndSettle(wasExecuted.has(step));
      expect(after.prefix(before.length)).toEqual(before);
      expect(after.entriesJournaled).toBe(1);
      expect(after.executions).toHaveLength(after.dealsInLedger.length);
      if (wasExecuted.has(step)) {
        expect(after.executions).toHaveLength(1);
        expect(after.dealsInLedger).toEqual(after.executions);
        expect(after.status).toBe('filled');
      } else {
        expect(after.executions.length).toBeLessThanOrEqual(1);
        if (after.executions.length === 0) expect(endedWithoutDeal).toContain(after.status);
      }
    });
  }
}

/** The hashes of the event log as they stood when the victim was dead. */
async function killInTheMiddle(
  victim: 'engine' | 'terminal',
  step: (typeof steps)[number],
): Promise<readonly string[]> {
  await using engine = await startHeadlessEngine({ data: folder, words: ['--no-launch-terminal'] });
  await using terminal = openTerminal(['--delay-after', `${step}=600000`]);
  await approveFirstTicket();
  await terminal.noted((note) => note.event === 'order' && note.step === step);
  await (victim === 'engine' ? engine : terminal).kill();
  const hashes = eventHashes();
  // The order still rests in a terminal that lives: it goes the same way, so that nothing but the disk is left of it.
  await terminal.kill();
  return hashes;
}

async function restartAndSettle(isFilled: boolean) {
  const status = await settledStatus(isFilled);
  const hashes = eventHashes();
  return {
    prefix: (length: number) => hashes.slice(0, length),
    status,
    entriesJournaled: query(ledgerFile(), journaledEntries)[0]?.n,
    dealsInLedger: query(ledgerFile(), entries).map((row) => String(row.ticket)),
    executions: query(terminalFile(), entries).map((row) => String(row.ticket)),
  };
}

/** Both sides start again; what they make of the order, after time enough for anything that would be sent again. */
async function settledStatus(isFilled: boolean): Promise<OrderStatus | undefined> {
  await using engine = await startHeadlessEngine({ data: folder, words: ['--no-launch-terminal'] });
  await using terminal = openTerminal([]);
  await terminal.noted((note) => note.event === 'connected');
  await until((snapshot) => {
    const order = snapshot.orders.at(-1);
    const isConnected = snapshot.lamps.some((lamp) => lamp.name === 'terminal' && lamp.level !== 'fault');
    return isConnected && order !== undefined && (isFilled ? order.status === 'filled' : order.status !== 'sent');
  });
  await sleep(1_500);
  const { orders } = await ask((client) => client.cockpit.snapshot());
  expect(engine.complaints()).not.toContain('ERROR');
  return orders.at(-1)?.status;
}

const openTerminal = (words: readonly string[]): TerminalProcess =>
  startTerminal({
    folder: path.join(folder, 'simulated-terminal'),
    token: readFileSync(path.join(folder, 'pairing'), 'utf8').trim(),
    words: ['--speed', '100000', '--history-days', '10', ...words],
  });

async function approveFirstTicket(): Promise<void> {
  const { approvals } = await until((snapshot) => snapshot.approvals.length > 0);
  const ticket = approvals[0]?.ticket;
  if (ticket === undefined) throw new Error('no ticket is open');
  const { approvalId, parameters } = ticket;
  await ask((client) => client.approval.approve({ approvalId, parameters }));
}

/** Asks again until it holds; a snapshot that never comes to hold is shown in the failure. */
async function until(holds: (snapshot: CockpitSnapshot) => boolean): Promise<CockpitSnapshot> {
  const deadline = performance.now() + untilMsMax;
  for (;;) {
    const snapshot = await ask((client) => client.cockpit.snapshot());
    if (holds(snapshot)) return snapshot;
    const { orders, lamps, tradingState, approvals } = snapshot;
    if (performance.now() > deadline)
      throw new Error(JSON.stringify({ orders, lamps, tradingState, approvals }, null, 1));
    await sleep(50);
  }
}

async function ask<T>(question: (client: ContractClient) => Promise<T>): Promise<T> {
  const answer = await askEngine(folder, question);
  if (!answer.ok) throw new Error(`${answer.error.code}: ${answer.error.message}`);
  if (answer.value === null) throw new Error('no engine runs');
  return answer.value;
}

/** What the rules do with the position afterwards is another order's business. */
const entries = "SELECT deal_ticket AS ticket FROM deals WHERE entry = 'in' ORDER BY 1";

const journaledEntries = `SELECT count(*) AS n FROM events
  WHERE kind = 'orderJournaled' AND json_extract(body, '$.request.kind') = 'entry'`;

const ledgerFile = (): string => path.join(folder, 'ledger.db');
const terminalFile = (): string => path.join(folder, 'simulated-terminal', 'terminal.db');
const eventHashes = (): readonly string[] =>
  query(ledgerFile(), 'SELECT hex(hash) AS hash FROM events ORDER BY sequence').map((row) => String(row.hash));

function query(file: string, sql: string): readonly Record<string, unknown>[] {
  const db = new Database(file, { readonly: true });
  try {
    return db.prepare<[], Record<string, unknown>>(sql).all();
  } finally {
    db.close();
  }
}
