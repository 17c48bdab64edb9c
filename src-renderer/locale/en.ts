import { agents } from './en/agents.ts';
import { approvals } from './en/approvals.ts';
import { chart } from './en/chart.ts';
import { evidence } from './en/evidence.ts';
import { faults } from './en/faults.ts';
import { frame } from './en/frame.ts';
import { governance } from './en/governance.ts';
import { health } from './en/health.ts';
import { lamps } from './en/lamps.ts';
import { memory } from './en/memory.ts';
import { opinions } from './en/opinions.ts';
import { risk } from './en/risk.ts';
import { scenarios } from './en/scenarios.ts';
import { sync } from './en/sync.ts';
import { tables } from './en/tables.ts';
import { trades } from './en/trades.ts';
import { tradingState } from './en/trading-state.ts';

/** English: the language that all others follow, key by key. */
export const en = {
  ...agents,
  ...approvals,
  ...chart,
  ...evidence,
  ...faults,
  ...governance,
  ...health,
  ...lamps,
  ...memory,
  ...opinions,
  ...risk,
  ...scenarios,
  ...sync,
  ...tables,
  ...trades,
  ...tradingState,
  ...frame,
} as const;
