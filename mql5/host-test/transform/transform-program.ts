import { emitProgram } from './emit/emit-program.ts';
import { lintProgram } from './lint/lint-program.ts';
import type { Finding } from './source/finding.ts';
import { readProgram, type ProgramPlace } from './source/read-program.ts';

export interface Transformed {
  /** Empty where MetaEditor, as far as we can tell, would accept the program and our rules do. */
  readonly findings: readonly Finding[];
  /** The program in C++; null where its sources cannot be read. */
  readonly cpp: string | null;
}

/** Reads, judges and rewrites a program; errors of compilers name paths relative to `root`. */
export function transformProgram({ root, ...place }: ProgramPlace & { readonly root: string }): Transformed {
  const program = readProgram(place);
  const findings = lintProgram(program);
  return { findings, cpp: program.findings.length === 0 ? emitProgram(program, root) : null };
}
