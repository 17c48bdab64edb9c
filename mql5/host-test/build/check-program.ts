import { spawnSync } from 'node:child_process';
import { relative } from 'node:path';
import { showFinding, type Finding } from '../transform/source/finding.ts';
import { transformProgram } from '../transform/transform-program.ts';
import { sourceFlags } from './compiler-flags.ts';
import { includeFolder, root } from './places.ts';
import { whySkipped } from './variant.ts';

export interface Checked {
  readonly findings: readonly Finding[];
  /** What g++ says of the program in C++; null where it was not asked: it is not installed, or a source cannot be read. */
  readonly compiler: string | null;
}

/** Lints a program, or a header alone, and has its C++ read by g++ without making code of it. */
export function checkProgram(path: string): Checked {
  const { findings, cpp } = transformProgram({ path, includeFolder, root });
  if (cpp === null || whySkipped('plain') !== null) return { findings, compiler: null };
  const arguments_ = ['-x', 'c++', '-fsyntax-only', ...sourceFlags, '-'];
  const { stderr, status, error } = spawnSync('g++', arguments_, { cwd: root, input: cpp, encoding: 'utf8' });
  if (error !== undefined) throw new Error('g++ could not be run', { cause: error });
  return { findings, compiler: status === 0 ? '' : stderr };
}

/** One problem a line, at the lines of the MQL5 sources; empty where there is none. */
export const showChecked = ({ findings, compiler }: Checked): string[] => [
  ...findings.map((finding) => showFinding({ ...finding, path: relative(root, finding.path) })),
  ...(compiler ?? '').split('\n').filter((line) => line !== ''),
];
