import { fault, FaultError } from '#shared/base/fault.ts';

export const runCancelled = fault('RUN_CANCELLED', 'The run was cancelled. Nothing of it was kept.');

/** Thrown out of a run that its watcher has cancelled: nothing of it is left. */
export class RunCancelled extends FaultError {
  constructor() {
    super(runCancelled);
    this.name = 'RunCancelled';
  }
}
