import { runTradeSchema, type RunTrade } from '#shared/contract/backtest.ts';
import { sampleStartUtcMs } from './manual-clock.ts';

/** A tenth of a lot of gold that a run bought with 100 at risk and sold for 2 R less costs; named members can be changed. */
export const sampleRunTrade = (changes: Partial<RunTrade> = {}): RunTrade =>
  runTradeSchema.parse({
    ordinal: 1,
    strategy: 'B',
    symbol: 'XAUUSD',
    side: 'buy',
    volume: 0.1,
    decidedAtUtcMs: sampleStartUtcMs,
    openedAtUtcMs: sampleStartUtcMs + 1_800_000,
    closedAtUtcMs: sampleStartUtcMs + 86_400_000,
    openPrice: 2050,
    closePrice: 2070,
    stop: 2040,
    target: null,
    exitReason: 'chandelier',
    gross: 200,
    spread: -3,
    commission: -1,
    swap: -2,
    slippage: -0.5,
    net: 193.5,
    riskMoney: 100,
    rMultiple: 1.935,
    maeR: -0.4,
    mfeR: 2.5,
    isAmbiguous: false,
    bestNet: 193.5,
    ...changes,
  });
