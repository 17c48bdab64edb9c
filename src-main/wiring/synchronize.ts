import { setTimeout as delay } from 'node:timers/promises';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { ContractClient } from '#shared/contract/contract-client.ts';
import type { SyncHealth, SyncStream } from '#shared/contract/sync-health.ts';
import { askEngine } from './ask-engine.ts';

export interface SyncWish {
  /** Null means all. */
  readonly symbols: readonly string[] | null;
  /** Until nothing is being fetched any more; else the answer is how it stands right after it was asked. */
  readonly isWaited: boolean;
  readonly onHealth: (health: SyncHealth) => void;
}

/** A stream begins its work within a beat of being asked; what has been quiet for so long has none. */
const quietMs = 2000;

const subscriptionId = 'ats-sync';

/**
 * Asks the engine that runs on a folder to synchronize now. The health that it ends with, of the wished symbols; ENGINE_NOT_RUNNING where none
 * runs, and what the engine refuses: NOT_CONNECTED, SYMBOL_UNKNOWN.
 */
export async function synchronize(folder: string, wish: SyncWish): Promise<Result<SyncHealth, Fault>> {
  const asked = await askEngine(folder, async (client) => {
    await client.sync.run({ symbols: wish.symbols });
    const health = wish.isWaited ? await untilQuiet(client, wish) : await client.sync.health();
    return ofSymbols(health, wish.symbols);
  });
  if (!asked.ok) return asked;
  return asked.value === null ? err(notRunning(folder)) : ok(asked.value);
}

/** Follows the health until none of the wished streams has fetched anything for a while. */
async function untilQuiet({ sync }: ContractClient, { symbols, onHealth }: SyncWish): Promise<SyncHealth> {
  const batches = (await sync.changed({ subscriptionId }))[Symbol.asyncIterator]();
  let health = await sync.health();
  let quietSinceMs: number | null = null;
  let next = batches.next();
  try {
    for (;;) {
      onHealth(ofSymbols(health, symbols));
      quietSinceMs = ofSymbols(health, symbols).streams.some(isFetching) ? null : (quietSinceMs ?? performance.now());
      const leftMs = quietSinceMs === null ? null : quietMs - (performance.now() - quietSinceMs);
      if (leftMs !== null && leftMs <= 0) return health;
      const step = await (leftMs === null ? next : Promise.race([next, delay(leftMs, null)]));
      if (step === null) continue;
      if (step.done === true) return health;
      ({ health } = step.value);
      await sync.acknowledge({ subscriptionId, sequence: step.value.sequence });
      next = batches.next();
    }
  } finally {
    await batches.return();
  }
}

const isFetching = ({ phase }: SyncStream): boolean => phase === 'backfilling' || phase === 'repairing';

const ofSymbols = (health: SyncHealth, symbols: readonly string[] | null): SyncHealth =>
  symbols === null
    ? health
    : { ...health, streams: health.streams.filter(({ symbol }) => symbol !== null && symbols.includes(symbol)) };

const notRunning = (folder: string): Fault =>
  fault(
    'ENGINE_NOT_RUNNING',
    `No cockpit runs on ${folder}, so no terminal can be asked. Start the cockpit, or name its folder with --data; “ats status” tells what is stored.`,
    { folder },
  );
