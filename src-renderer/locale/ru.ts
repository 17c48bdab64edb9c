import { agents } from './ru/agents.ts';
import { approvals } from './ru/approvals.ts';
import { chart } from './ru/chart.ts';
import { evidence } from './ru/evidence.ts';
import { faults } from './ru/faults.ts';
import { frame } from './ru/frame.ts';
import { governance } from './ru/governance.ts';
import { health } from './ru/health.ts';
import { lamps } from './ru/lamps.ts';
import { memory } from './ru/memory.ts';
import { opinions } from './ru/opinions.ts';
import { risk } from './ru/risk.ts';
import { scenarios } from './ru/scenarios.ts';
import { sync } from './ru/sync.ts';
import { tables } from './ru/tables.ts';
import { trades } from './ru/trades.ts';
import { tradingState } from './ru/trading-state.ts';

import type { Words } from './words.ts';

/** Russian. */
export const ru: Words = {
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
};
