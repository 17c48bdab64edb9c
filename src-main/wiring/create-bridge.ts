import type { Fault } from '#shared/base/fault.ts';
import { ok, type Result } from '#shared/base/result.ts';
import { terminalSource } from '#shared/market/bar-series.ts';
import { Bridge } from '#main/bridge/bridge.ts';
import { lastTicksMax, type SessionSource, type Subscription } from '#main/bridge/session-start.ts';
import { endOfTimeUtcMs } from '#shared/units/utc-ms.ts';
import type { Logger } from '#main/ports/logger.ts';
import { makePairingToken, pairingTokenBytes, parsePairingToken } from '#main/protocol/pairing-token.ts';
import { pipeAddress } from '#main/protocol/pipe-address.ts';
import type { Machine } from './machine.ts';
import type { DataFolder } from '#main/stores/data-folder/data-folder.ts';
import { keepPairingToken } from '#main/stores/data-folder/pairing-file.ts';
import type { Stores } from './open-stores.ts';
import { programVersion } from './program-version.ts';
import { runtimeFolder } from './runtime-folder.ts';
import { watchedSymbols, type Settings } from './settings.ts';
import { terminalProfileOf } from './terminal-profile-of.ts';

export interface PairedBridge {
  readonly bridge: Bridge;
  /** What a terminal has to know to be let in; a secret. */
  readonly token: string;
}

/** The bridge with the folder's own pairing token; it does not listen yet. */
export function createBridge({
  folder,
  stores,
  settings,
  logger,
  machine,
}: {
  readonly folder: DataFolder;
  readonly stores: Stores;
  readonly settings: Settings;
  readonly logger: Logger;
  readonly machine: Machine;
}): Result<PairedBridge, Fault> {
  const kept = keepPairingToken(folder, () => makePairingToken(machine.rng.bytes(pairingTokenBytes)));
  if (!kept.ok) return kept;
  const token = parsePairingToken(kept.value);
  if (!token.ok) return token;
  const address = pipeAddress({ token: token.value, platform: process.platform, runtimeFolder: runtimeFolder() });
  if (!address.ok) return address;
  const bridge = new Bridge({
    token: token.value,
    address: address.value,
    appVersion: programVersion,
    profile: terminalProfileOf(settings),
    source: sessionSource(stores, watchedSymbols(settings)),
    limits: limitsOf(settings),
    ...machine,
    logger,
  });
  return ok({ bridge, token: token.value });
}

/** How far the stores have the terminal's history: a session takes up from there. */
const sessionSource = ({ ledger, market }: Stores, symbols: readonly string[]): SessionSource => ({
  lastDealTicket: () => ledger.sync.resumeAfter(),
  subscriptions: () => symbols.map((symbol) => subscriptionOf(market, symbol)),
});

function subscriptionOf({ bars, ticks }: Stores['market'], symbol: string): Subscription {
  const minutes = bars
    .summaries()
    .find(({ series }) => series.symbol === symbol && series.timeframe === 'M1' && series.source === terminalSource);
  const cursor = ticks.cursor(symbol);
  return {
    symbol,
    bars: [{ timeframe: 'M1', lastOpenTimeUtcMs: minutes?.lastUtcMs ?? null }],
    ticks:
      cursor === null
        ? null
        : { cursor, last: ticks.read({ symbol, beforeUtcMs: endOfTimeUtcMs, limit: lastTicksMax }) },
  };
}

/** Null where the settings bind the adviser to nothing: it is not told then. */
const limitsOf = ({ adviserLimits }: Settings): Settings['adviserLimits'] | null =>
  Object.values(adviserLimits).every((limit) => limit === null) ? null : adviserLimits;
