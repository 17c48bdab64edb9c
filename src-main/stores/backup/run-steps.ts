import { FaultError, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';

/** Takes every step to the end. What the steps themselves refuse is their own fault; what the disk refuses is the one that is made of it. */
export function runSteps<T>(steps: Generator<unknown, T>, refusedByDisk: (error: Error) => Fault): Result<T, Fault> {
  try {
    let step = steps.next();
    while (step.done !== true) step = steps.next();
    return ok(step.value);
  } catch (error) {
    if (error instanceof FaultError) return err(error.fault);
    if (!(error instanceof Error && 'code' in error)) throw error;
    return err(refusedByDisk(error));
  }
}
