import { exposureHashOf } from '#main/protocol/exposure-hash.ts';
import { pulseSchema, type Pulse } from '#main/protocol/messages/control-messages.ts';
import { limitsStatusSchema, type LimitsStatusBody } from '#main/protocol/messages/limits-messages.ts';
import {
  snapshotHeadSchema,
  wireAccountSchema,
  wireBrokerOrderSchema,
  wireCashSchema,
  wireDealSchema,
  wirePositionSchema,
} from '#main/protocol/messages/state-messages.ts';
import type {
  SnapshotHead,
  WireAccount,
  WireBrokerOrder,
  WireCash,
  WireDeal,
  WirePosition,
} from '#main/protocol/messages/state-messages.ts';
import { wireOrderSchema, type WireOrder } from '#main/protocol/messages/trade-messages.ts';
import type { Instrument } from '#shared/market/instrument.ts';
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
    permissions: { terminal: true, adviser: true, account: true, accountExpert: true },
    isConnected: true,
    stopOut: { mode: 'percent', callLevel: 100, level: 50 },
    stampMs: sampleStampMs,
    ...changes,
  });
}

/** A long of a tenth of a lot of gold, opened by hand. */
export function sampleWirePosition(changes: Partial<Record<keyof WirePosition, unknown>> = {}): WirePosition {
  return wirePositionSchema.parse({
    positionId: '501',
    ticket: '501',
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
    origin: 'manual',
    ...changes,
  });
}

/** A pending buy of a tenth of a lot of gold, placed by hand. */
export function sampleWireBrokerOrder(changes: Partial<Record<keyof WireBrokerOrder, unknown>> = {}): WireBrokerOrder {
  return wireBrokerOrderSchema.parse({
    orderTicket: '402',
    clientOrderId: null,
    origin: 'manual',
    symbol: 'XAUUSD',
    side: 'buy',
    type: 'limit',
    volume: 0.1,
    volumeLeft: 0.1,
    price: 1980,
    stop: null,
    target: null,
    placedStampMs: sampleStampMs,
    ...changes,
  });
}

/** A deposit of a hundred. */
export function sampleWireCash(changes: Partial<Record<keyof WireCash, unknown>> = {}): WireCash {
  return wireCashSchema.parse({
    dealTicket: '302',
    kind: 'balance',
    amount: 100,
    stampMs: sampleStampMs,
    ...changes,
  });
}

/** An adviser whose caps are off, but for the loss of the day and the dead man. */
export function sampleWireLimits(changes: Partial<Record<keyof LimitsStatusBody, unknown>> = {}): LimitsStatusBody {
  return limitsStatusSchema.parse({
    maxVolume: 0,
    maxPositions: 0,
    maxTradesPerDay: 0,
    maxSpreadPoints: 0,
    maxDailyLossRatio: 0.05,
    deadManMs: 5000,
    tradesToday: 0,
    dayBaseline: 25_000,
    dayStampMs: Date.UTC(2024, 0, 2),
    halt: { app: false, chart: false, reason: '' },
    ...changes,
  });
}

/** What a terminal says of itself whose lists are those of `sampleWireSnapshot`, on a server two hours ahead of UTC. */
export function samplePulse(changes: Partial<Record<keyof Pulse, unknown>> = {}): Pulse {
  return pulseSchema.parse({
    clock: { tradeServerMs: sampleStampMs, gmtMs: Date.UTC(2024, 0, 2), lastQuoteStampMs: sampleStampMs },
    exposureHash: exposureHashOf({ positions: sampleListHash, orders: sampleListHash }),
    isConnected: true,
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

/** The mark of every list of `sampleWireSnapshot`. */
export const sampleListHash = '00000000000000a0';

const sampleList = { stampMs: sampleStampMs, hash: sampleListHash } as const;

/** What is listed, with a mark of its own where it is not the sample's. */
export const sampleWireList = {
  symbols: (instruments: readonly Instrument[], hash = sampleListHash): WireSnapshot['symbols'] => ({
    ...sampleList,
    kind: 'symbols',
    hash,
    instruments,
  }),
  positions: (positions: readonly WirePosition[], hash = sampleListHash): WireSnapshot['positions'] => ({
    ...sampleList,
    kind: 'positions',
    hash,
    positions,
  }),
  orders: (orders: readonly WireBrokerOrder[], hash = sampleListHash): WireSnapshot['orders'] => ({
    ...sampleList,
    kind: 'orders',
    hash,
    orders,
  }),
  deals: (
    deals: readonly WireDeal[],
    cash: readonly WireCash[] = [],
    hash = sampleListHash,
  ): WireSnapshot['deals'] => ({
    ...sampleList,
    kind: 'deals',
    hash,
    deals,
    cash,
  }),
};

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
      journalMarks: [],
      limits: sampleWireLimits(),
      replay: { heldBy: [], speed: 60, source: 'scripted', stampMs: sampleStampMs },
      stampMs: sampleStampMs,
      ...head,
    }),
    symbols: sampleWireList.symbols([sampleGold]),
    positions: sampleWireList.positions([]),
    orders: sampleWireList.orders([]),
    deals: sampleWireList.deals([]),
    ...lists,
  };
}
