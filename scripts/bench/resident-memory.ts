import { readFileSync } from 'node:fs';

/** Resident memory of a process in MiB, from the kernel's own figures (Linux). */
export function residentMiB(pid: number): number {
  const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kib) / 1024;
}
