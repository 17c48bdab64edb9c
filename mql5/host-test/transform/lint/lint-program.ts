import type { Finding, Remark } from '../source/finding.ts';
import { programNames, typeNames } from '../source/program-names.ts';
import type { Program, SourceFile } from '../source/read-program.ts';
import { arrayShape } from './array-shape.ts';
import { asciiOnly } from './ascii-only.ts';
import { checkedResults } from './checked-results.ts';
import { declaredBefore } from './declared-before.ts';
import { directives } from './directives.ts';
import { foreignMarks } from './foreign-marks.ts';
import { foreignWords } from './foreign-words.ts';
import { formats } from './formats.ts';
import { includeGuard } from './include-guard.ts';
import { initializers } from './initializers.ts';
import { knownNames } from './known-names.ts';
import { naming } from './naming.ts';
import { parameterPassing } from './parameter-passing.ts';
import { pointerNames } from './pointer-names.ts';
import { referenceArguments } from './reference-arguments.ts';
import { references } from './references.ts';
import type { Rule } from './rule.ts';

/** By the name that its findings carry. */
export const rules: Readonly<Record<string, Rule>> = {
  'array-shape': arrayShape,
  'ascii-only': asciiOnly,
  'checked-results': checkedResults,
  'declared-before': declaredBefore,
  directives,
  'foreign-marks': foreignMarks,
  'foreign-words': foreignWords,
  formats,
  'include-guard': includeGuard,
  initializers,
  'known-names': knownNames,
  naming,
  'parameter-passing': parameterPassing,
  'pointer-names': pointerNames,
  'reference-arguments': referenceArguments,
  references,
};

/**
 * What MetaEditor would refuse, and what we do not do; in the order of the files and their lines. A program that cannot
 * be read is not judged further: what its missing half declares would be missed everywhere.
 */
export function lintProgram(program: Program): readonly Finding[] {
  if (program.findings.length > 0) return program.findings;
  const names = programNames(program);
  const earlierTypes = new Set<string>();
  return program.files.flatMap((file) => {
    const scope = { ...names, earlierTypes: new Set(earlierTypes) };
    for (const name of typeNames(file.declarations)) earlierTypes.add(name);
    return Object.entries(rules)
      .flatMap(([rule, check]) => check(file, scope).map((remark) => findingOf(file, rule, remark)))
      .sort((a, b) => a.line - b.line || a.column - b.column);
  });
}

const findingOf = ({ path }: SourceFile, rule: string, { at: { line, column }, message }: Remark): Finding => ({
  ...{ path, line, column, rule, message },
});
