import type { Remark } from '../source/finding.ts';
import type { ProgramNames } from '../source/program-names.ts';
import type { SourceFile } from '../source/read-program.ts';

/** Judges one file of a program. */
export type Rule = (file: SourceFile, names: ProgramNames) => Remark[];
