import { oc } from '@orpc/contract';
import { z } from 'zod';
import { agentsProcedures } from './procedures/agents.ts';
import { approvalProcedures } from './procedures/approval.ts';
import { backupProcedures } from './procedures/backup.ts';
import { barsProcedures } from './procedures/bars.ts';
import { cockpitProcedures } from './procedures/cockpit.ts';
import { governanceProcedures } from './procedures/governance.ts';
import { importsProcedures } from './procedures/imports.ts';
import { memoryProcedures } from './procedures/memory.ts';
import { positionProcedures } from './procedures/position.ts';
import { replayProcedures } from './procedures/replay.ts';
import { signalProcedures } from './procedures/signal.ts';
import { syncProcedures } from './procedures/sync.ts';
import { tradingStateProcedures } from './procedures/trading-state.ts';

/** A window and an engine of different majors do not talk: the window reloads. */
export const contractVersion = { major: 1, minor: 5 } as const;

const version = oc.output(z.object({ major: z.number().int(), minor: z.number().int(), program: z.string() }));

/** The whole surface between the engine and whoever looks at it: requests answer once, streams send batches. */
// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- an interface has no index signature, which a router needs
export type Contract = {
  readonly version: typeof version;
  readonly cockpit: typeof cockpitProcedures;
  readonly bars: typeof barsProcedures;
  readonly sync: typeof syncProcedures;
  readonly imports: typeof importsProcedures;
  readonly memory: typeof memoryProcedures;
  readonly backup: typeof backupProcedures;
  readonly approval: typeof approvalProcedures;
  readonly agents: typeof agentsProcedures;
  readonly signal: typeof signalProcedures;
  readonly position: typeof positionProcedures;
  readonly governance: typeof governanceProcedures;
  readonly tradingState: typeof tradingStateProcedures;
  readonly replay: typeof replayProcedures;
};

export const contract: Contract = {
  version,
  cockpit: cockpitProcedures,
  bars: barsProcedures,
  sync: syncProcedures,
  imports: importsProcedures,
  memory: memoryProcedures,
  backup: backupProcedures,
  approval: approvalProcedures,
  agents: agentsProcedures,
  signal: signalProcedures,
  position: positionProcedures,
  governance: governanceProcedures,
  tradingState: tradingStateProcedures,
  replay: replayProcedures,
};
