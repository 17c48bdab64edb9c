import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import { wireByPipe, type EngineOnPipe, type PipeParts } from './wire-by-pipe.ts';

/** The simulated terminal behind the same pipe. Its account may approve itself where the settings say so. */
export const wirePaper = (parts: PipeParts): Result<EngineOnPipe, Fault> => wireByPipe(parts, parts.settings.approver);
