import { z } from 'zod';
import { assertNever } from '../base/assert.ts';

export const phaseSchema = z.enum(['idle', 'setup', 'enter', 'manage', 'exit']);

export type Phase = z.infer<typeof phaseSchema>;

/** What is known of one scenario on one symbol; each fact comes from the log, from orders and positions, or from the last closed bar. */
export interface PhaseFacts {
  /** The rules' filters allow an entry on the last closed bar. */
  readonly isSetup: boolean;
  /** A ticket is open, or an entry order is on its way and has not ended. */
  readonly isEntering: boolean;
  /** A position of this scenario is open. */
  readonly isInPosition: boolean;
  /** A closing order is on its way, or the rules demand one. */
  readonly isExiting: boolean;
}

/**
 * IDLE → SETUP → ENTER → MANAGE → EXIT → IDLE as one pure function. Orders and positions outrank the rules' view: a position that is open is
 * managed whatever the filters say, so a restart that knows only positions and orders lands in the right phase at once.
 */
export function nextPhase(phase: Phase, facts: PhaseFacts): Phase {
  if (facts.isInPosition) return facts.isExiting ? 'exit' : 'manage';
  if (facts.isEntering) return 'enter';
  switch (phase) {
    case 'idle':
    case 'setup':
    case 'enter':
      return facts.isSetup ? 'setup' : 'idle';
    case 'manage':
    case 'exit':
      return 'idle';
    default:
      return assertNever(phase, 'phase');
  }
}
