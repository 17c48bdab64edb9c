import { fault } from '#shared/base/fault.ts';
import { err } from '#shared/base/result.ts';
import type { Memory } from '#main/ports/memory.ts';

const answer = (): ReturnType<Memory['rebuild']> =>
  Promise.resolve(err(fault('PROJECTION_FAILED', 'Memory is not plugged in.')));

/** Goes as soon as `wire-memory.ts` is there. */
export const memoryToBeWired: Memory = {
  similarStates: () => answer() as ReturnType<Memory['similarStates']>,
  similarTrades: () => answer() as ReturnType<Memory['similarTrades']>,
  similarTexts: () => answer() as ReturnType<Memory['similarTexts']>,
  eventChain: () => answer() as ReturnType<Memory['eventChain']>,
  path: () => answer() as ReturnType<Memory['path']>,
  tradesByRegime: () => answer() as ReturnType<Memory['tradesByRegime']>,
  health: () => [],
  deadLetters: () => [],
  rebuild: answer,
};
