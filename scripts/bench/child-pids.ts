import { readFileSync } from 'node:fs';

/** The processes that a process has started and that still run. */
export function childPids(pid: number): readonly number[] {
  const listed = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return listed === '' ? [] : listed.split(' ').map(Number);
}
