/** Two computations of one amount differ by float noise only, in the last digits of 15. */
const noiseRatio = 1e-9;

/** Whether an amount is above a limit by more than float noise. */
export const isAboveMoney = (amount: number, limit: number): boolean => amount > limit + Math.abs(limit) * noiseRatio;
