import { z } from 'zod';

/** active: entries and exits. reducing: exits only. halted: exits only, and only a reason given by the trader resumes it. */
export const tradingStateSchema = z.enum(['active', 'reducing', 'halted']);

export type TradingState = z.infer<typeof tradingStateSchema>;
