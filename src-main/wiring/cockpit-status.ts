import type { Fault } from '#shared/base/fault.ts';
import { ok, type Result } from '#shared/base/result.ts';
import type { CockpitSnapshot } from '#shared/contract/cockpit-snapshot.ts';
import { engineStatusOf, type EngineStatus } from '#shared/contract/engine-status.ts';
import type { Lamp } from '#shared/contract/lamp.ts';
import type { SyncHealth } from '#shared/contract/sync-health.ts';
import type { SeriesSummary } from '#main/ports/bar-store.ts';
import { askEngine } from './ask-engine.ts';
import { programVersion } from './program-version.ts';
import { readStored, type Stored } from './read-stored.ts';

/** What the command line tells of a cockpit: of a running engine, or of one that does not run and so is not safe to trade with. */
export interface CockpitStatus extends Omit<EngineStatus, 'tradingState' | 'lamps'> {
  readonly folder: string;
  readonly isRunning: boolean;
  readonly tradingState: EngineStatus['tradingState'] | null;
  readonly lamps: readonly Pick<Lamp, 'name' | 'level' | 'code' | 'detail'>[];
  /** Of the running engine, else as the stores remember it. */
  readonly sync: SyncHealth;
  /** All series of bars that are stored, the terminal's and those of files. */
  readonly series: readonly SeriesSummary[];
}

/** Asks the engine that runs on the folder. Without one the answer is a status too: not running, not safe. */
export async function cockpitStatus(folder: string): Promise<Result<CockpitStatus, Fault>> {
  const answer = await askEngine(folder, async (client) => ({
    snapshot: await client.cockpit.snapshot(),
    sync: await client.sync.health(),
  }));
  if (!answer.ok) return answer;
  const stored = await readStored(folder);
  if (answer.value === null) return ok(notRunning(folder, stored));
  const { snapshot, sync } = answer.value;
  return ok(statusOf(folder, snapshot, { ...stored, sync }));
}

function statusOf(folder: string, snapshot: CockpitSnapshot, { sync, series }: Stored): CockpitStatus {
  const status = engineStatusOf(snapshot);
  const lamps = status.lamps.map(({ name, level, code, detail }) => ({ name, level, code, detail }));
  return { folder, isRunning: true, ...status, lamps, sync, series };
}

const notRunning = (folder: string, { sync, series }: Stored): CockpitStatus => ({
  folder,
  isRunning: false,
  isSafeToTrade: false,
  reasons: ['no engine runs on this data folder'],
  programVersion,
  marketUtcMs: null,
  account: null,
  equity: null,
  tradingState: null,
  governance: null,
  lamps: [],
  positions: 0,
  openApprovals: 0,
  unknownOrders: 0,
  sync,
  series,
});
