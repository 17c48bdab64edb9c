import { fault, type Fault } from '#shared/base/fault.ts';
import type { WordFile } from './engine-input.ts';
import { startFlatten } from './flatten.ts';
import { halt } from './halt.ts';
import type { Step } from './step.ts';

/**
 * A file that says halt or flatten by being there, with its text as the reason. Taken away it says nothing more: trading goes on by the trader's
 * reasoned word alone, and not while the file is there.
 */
export function onWordFile(step: Step, word: WordFile, reason: string | null): void {
  const before = step.market.wordFiles[word];
  step.market.wordFiles = { ...step.market.wordFiles, [word]: reason };
  if (reason === null || before !== null) return;
  step.dependencies.logger.warn(`a file of the data folder says ${word}`, { reason });
  if (word === 'flatten') startFlatten(step, { scope: { kind: 'all' }, reason, actor: 'file' });
  else if (step.state.tradingState.state !== 'halted') halt(step, reason, 'file');
}

/** Why trading cannot go on while a file says halt, or null. */
export function heldByFile({ market }: Step): Fault | null {
  const word = (['halt', 'flatten'] as const).find((name) => market.wordFiles[name] !== null);
  if (word === undefined) return null;
  const message = `The file “${word}” is still in the data folder. Trading stays halted; take the file away first.`;
  return fault('HALTED', message, { file: word });
}
