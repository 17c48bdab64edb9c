/** Thrown out of a run that its watcher has cancelled: nothing of it is left. */
export class RunCancelled extends Error {
  constructor() {
    super('The run was cancelled.');
    this.name = 'RunCancelled';
  }
}
