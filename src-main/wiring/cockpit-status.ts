import type { Fault } from '#shared/base/fault.ts';
import { ok, type Result } from '#shared/base/result.ts';
import type { CockpitSnapshot } from '#shared/contract/cockpit-snapshot.ts';
import type { GovernanceView } from '#shared/contract/governance-view.ts';
import type { Lamp } from '#shared/contract/lamp.ts';
import type { SyncHealth } from '#shared/contract/sync-health.ts';
import type { AccountIdentity } from '#shared/trading/account.ts';
import type { TradingState } from '#shared/trading/trading-state.ts';
import type { SeriesSummary } from '#main/ports/bar-store.ts';
import { askEngine } from './ask-engine.ts';
import { programVersion } from './program-version.ts';
import { readStored, type Stored } from './read-stored.ts';

/** What the command line tells of a cockpit. `isSafeToTrade` is false whenever an entry would be refused, and `reasons` say why. */
export interface CockpitStatus {
  readonly folder: string;
  readonly isRunning: boolean;
  readonly isSafeToTrade: boolean;
  readonly reasons: readonly string[];
  readonly programVersion: string;
  readonly marketUtcMs: number | null;
  readonly account: AccountIdentity | null;
  readonly equity: number | null;
  readonly tradingState: { readonly state: TradingState; readonly reason: string } | null;
  /** Which scenario may enter; null before the first account. */
  readonly governance: GovernanceView | null;
  readonly lamps: readonly Pick<Lamp, 'name' | 'level' | 'code' | 'detail'>[];
  readonly positions: number;
  readonly openApprovals: number;
  readonly unknownOrders: number;
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
  const { tradingState, lamps, orders } = snapshot;
  const unknownOrders = orders.filter((order) => order.status === 'unknown').length;
  const reasons = [
    ...(tradingState.state === 'active' ? [] : [`trading is ${tradingState.state}: ${tradingState.reason}`]),
    ...lamps.filter((lamp) => lamp.level === 'fault').map((lamp) => `${lamp.name}: ${lamp.code} ${lamp.detail}`.trim()),
    ...(unknownOrders === 0 ? [] : [`the outcome of ${unknownOrders} order(s) is unknown`]),
  ];
  return {
    folder,
    isRunning: true,
    isSafeToTrade: reasons.length === 0,
    reasons,
    programVersion: snapshot.programVersion,
    marketUtcMs: snapshot.marketUtcMs,
    account: snapshot.account?.identity ?? null,
    equity: snapshot.account?.equity ?? null,
    tradingState: { state: tradingState.state, reason: tradingState.reason },
    governance: snapshot.governance,
    lamps: lamps.map(({ name, level, code, detail }) => ({ name, level, code, detail })),
    positions: snapshot.positions.length,
    openApprovals: snapshot.approvals.length,
    unknownOrders,
    sync,
    series,
  };
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
