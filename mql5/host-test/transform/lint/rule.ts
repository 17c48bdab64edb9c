import type { Remark } from '../source/finding.ts';
import type { ProgramNames } from '../source/program-names.ts';
import type { SourceFile } from '../source/read-program.ts';

/** What a file's rules may look up: what the whole program declares, and the types of the files that come before. */
export interface Scope extends ProgramNames {
  readonly earlierTypes: ReadonlySet<string>;
}

/** Judges one file of a program. */
export type Rule = (file: SourceFile, scope: Scope) => Remark[];
