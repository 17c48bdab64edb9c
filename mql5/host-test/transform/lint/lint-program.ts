import type { Finding } from '../source/finding.ts';
import { programNames } from '../source/program-names.ts';
import type { Program } from '../source/read-program.ts';
import { arrayShape } from './array-shape.ts';
import { asciiOnly } from './ascii-only.ts';
import { checkedResults } from './checked-results.ts';
import { directives } from './directives.ts';
import { foreignMarks } from './foreign-marks.ts';
import { foreignWords } from './foreign-words.ts';
import { includeGuard } from './include-guard.ts';
import { initializers } from './initializers.ts';
import { knownNames } from './known-names.ts';
import { naming } from './naming.ts';
import { parameterPassing } from './parameter-passing.ts';
import { pointerNames } from './pointer-names.ts';
import { references } from './references.ts';
import type { Rule } from './rule.ts';

/** By the name that its findings carry. */
export const rules: Readonly<Record<string, Rule>> = {
  'array-shape': arrayShape,
  'ascii-only': asciiOnly,
  'checked-results': checkedResults,
  directives,
  'foreign-marks': foreignMarks,
  'foreign-words': foreignWords,
  'include-guard': includeGuard,
  initializers,
  'known-names': knownNames,
  naming,
  'parameter-passing': parameterPassing,
  'pointer-names': pointerNames,
  references,
};

/**
 * What MetaEditor would refuse, and what we do not do; in the order of the files and their lines. A program that cannot
 * be read is not judged further: what its missing half declares would be missed everywhere.
 */
export function lintProgram(program: Program): readonly Finding[] {
  if (program.findings.length > 0) return program.findings;
  const names = programNames(program);
  return program.files.flatMap((file) =>
    Object.entries(rules)
      .flatMap(([rule, check]) =>
        check(file, names).map(({ at: { line, column }, message }) => ({
          path: file.path,
          line,
          column,
          rule,
          message,
        })),
      )
      .sort((a, b) => a.line - b.line || a.column - b.column),
  );
}
