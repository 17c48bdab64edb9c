import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import { wireByPipe, type EngineOnPipe, type PipeParts } from './wire-by-pipe.ts';

/** MetaTrader behind the pipe. Whatever the settings say, the trader alone approves. */
export const wireLive = (parts: PipeParts): Result<EngineOnPipe, Fault> => wireByPipe(parts, 'trader');
