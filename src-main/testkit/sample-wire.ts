import {
  snapshotHeadSchema,
  wireAccountSchema,
  wireDealSchema,
  wirePositionSchema,
} from '#main/protocol/messages/state-messages.ts';
import type { SnapshotHead, WireAccount, WireDeal, WirePosition } from '#main/protocol/messages/state-messages.ts';
import { wireOrderSchema, type WireOrder } from '#main/protocol/messages/trade-messages.ts';
import { serverMs, type ServerMs } from '#main/protocol/server-ms.ts';
import type { WireSnapshot } from '#main/protocol/snapshot-pages.ts';
import { sampleGold } from './sample-instrument.ts';

/** 2024-01-02 02:00 on a New York + 7 server: midnight in UTC. */
export const sampleStampMs: ServerMs = serverMs(Date.UTC(2024, 0, 2, 2));

/** The account of `sampleAccount` as a terminal sends it; named members can be changed. */
export function sampleWireAccount(changes: Partial<Record<keyof WireAccount, unknown>> = {}): WireAccount {
  return wireAccountSchema.parse({
    identity: { server: 'ATS-Simulated', login: '100001', tradeMode: 'simulated' },
    currency: 'USD',
    leverage: 100,
    marginMode: 'hedging',
    balance: 25_000,
    credit: 0,
    equity: 25_000,
    margin: 0,
    freeMargin: 25_000,
    isTradeAllowed: true,
    stampMs: sampleStampMs,
    ...changes,
  });
}

/** A long of a tenth of a lot of gold, opened by hand. */
export function sampleWirePosition(changes: Partial<Record<keyof WirePosition, unknown>> = {}): WirePosition {
  return wirePositionSchema.parse({
    positionId: '501',
    symbol: 'XAUUSD',
    side: 'buy',
    volume: 0.1,
    openPrice: 2000,
    openedStampMs: sampleStampMs,
    stop: 1990,
    target: null,
    profit: 0,
    swap: 0,
    clientOrderId: null,
    ...changes,
  });
}

/** The deal that opened `sampleWirePosition`. */
export function sampleWireDeal(changes: Partial<Record<keyof WireDeal, unknown>> = {}): WireDeal {
  return wireDealSchema.parse({
    dealTicket: '301',
    orderTicket: '401',
    positionId: '501',
    clientOrderId: null,
    symbol: 'XAUUSD',
    side: 'buy',
    entry: 'in',
    reason: 'manual',
    volume: 0.1,
    price: 2000,
    profit: 0,
    commission: -0.35,
    swap: 0,
    stampMs: sampleStampMs,
    ...changes,
  });
}

/** An entry of a tenth of a lot of gold on the sample account. */
export function sampleWireOrder(changes: Readonly<Record<string, unknown>> = {}): WireOrder {
  return wireOrderSchema.parse({
    kind: 'entry',
    id: '5',
    session: '0123456789abcdef',
    account: sampleWireAccount().identity,
    symbol: 'XAUUSD',
    side: 'buy',
    volume: 0.1,
    sentAtUtcMs: Date.UTC(2024, 0, 2),
    ttlMs: 10_000,
    stop: 1990,
    target: 2020,
    worstPrice: 2001,
    riskMoney: 115,
    ...changes,
  });
}

/** A simulated terminal that replays, with one instrument and nothing open. */
export function sampleWireSnapshot(
  changes: Partial<Omit<WireSnapshot, 'head'>> & { readonly head?: Partial<Record<keyof SnapshotHead, unknown>> } = {},
): WireSnapshot {
  const { head, ...lists } = changes;
  return {
    head: snapshotHeadSchema.parse({
      revision: 1,
      account: sampleWireAccount(),
      build: 'scripted 1',
      journalHighWaterMark: null,
      replay: { heldBy: [], speed: 60, source: 'scripted', stampMs: sampleStampMs },
      stampMs: sampleStampMs,
      ...head,
    }),
    instruments: [sampleGold],
    positions: [],
    deals: [],
    ...lists,
  };
}
