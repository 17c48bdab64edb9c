import { fault, FaultError, type Fault } from '#shared/base/fault.ts';

// Reasons name no address, which may hold a password, and hold no more of a server's words than a line.

export const unreachable = (model: string, error: unknown): Fault => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'the connection failed';
  return fault(
    'MODEL_UNREACHABLE',
    `Ollama does not answer for ${model} (${reason}). Start it at the address of the settings; meanwhile rules decide.`,
    { model, reason },
  );
};

/** 404 is about the model, 401 and 403 are about the trader's account with it; everything else may be over the next time. */
export const refused = (model: string, status: number, said: string): Fault => {
  const hint = status === 401 || status === 403 ? '; sign in with "ollama signin"' : '';
  const reason = `HTTP ${status}${said === '' ? '' : `: ${lineOf(said)}`}${hint}`;
  if (status !== 404) return failed(model, reason);
  return fault('MODEL_UNKNOWN', `Ollama has no model ${model} (${reason}). Pull it, or name another in the settings.`, {
    model,
    reason,
  });
};

export const failed = (model: string, said: string): Fault =>
  fault('MODEL_FAILED', `${model} failed (${lineOf(said)}). It is asked again at the next question.`, {
    model,
    reason: lineOf(said),
  });

export const timedOut = (model: string, timeoutMs: number): Fault =>
  fault('MODEL_TIMEOUT', `${model} did not answer within ${Math.round(timeoutMs)} ms, its share of the time left.`, {
    model,
    timeoutMs,
  });

/** Why a question was given up: its time was over, or its run or the engine ended. */
export const givenUp = (model: string, { reason }: AbortSignal): Fault =>
  reason instanceof FaultError ? reason.fault : cancelled(model);

export const cancelled = (model: string): Fault =>
  fault('AGENT_RUN_CANCELLED', `The run ended while ${model} was asked.`, { model });

export const paused = (model: string): Fault =>
  fault('MODEL_PAUSED', `${model} failed several times in a row and is left alone for half a minute.`, { model });

export const tooLong = (model: string, reason: string): Fault =>
  fault('MODEL_REPLY_TOO_LONG', `The reply of ${model} was cut off and is not used: ${reason}.`, { model, reason });

export const invalidReply = (model: string, reason: string): Fault =>
  fault('MODEL_REPLY_INVALID', `The reply of ${model} is not used: ${lineOf(reason)}.`, {
    model,
    reason: lineOf(reason),
  });

export const tooManySteps = (model: string, stepsMax: number): Fault =>
  fault('MODEL_STEPS_MAX', `${model} went on calling tools after ${stepsMax} calls and did not answer.`, {
    model,
    stepsMax,
  });

const lineOf = (said: string): string => said.replace(/\s+/g, ' ').slice(0, 200);
