import { z } from 'zod';

/** What kind of market it is. Thresholds belong to who measures it (`src-main/features/regime.ts`), and are named by the state's version. */
export const regimes = ['trendUp', 'trendDown', 'range', 'turbulent'] as const;

export const regimeSchema = z.enum(regimes);

export type Regime = z.infer<typeof regimeSchema>;
