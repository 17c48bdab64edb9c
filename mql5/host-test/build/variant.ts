import { findProgram } from './find-program.ts';

export type Variant = 'plain' | 'sanitized' | 'windows';

interface Toolchain {
  readonly compiler: string;
  readonly flags: readonly string[];
  /** Only for the step that makes the program. */
  readonly linkFlags: readonly string[];
  /** Of the shim's sources, the one that knows the system. */
  readonly platformSource: string;
  readonly suffix: string;
}

export const toolchains: Readonly<Record<Variant, Toolchain>> = {
  plain: {
    compiler: 'g++',
    flags: ['-O1', '-g1'],
    linkFlags: [],
    platformSource: 'plat_posix.cpp',
    suffix: '',
  },
  sanitized: {
    compiler: 'g++',
    // Without optimization: it compiles in a third of the time, and no undefined behaviour is optimized away unseen.
    flags: ['-O0', '-g1', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'],
    linkFlags: ['-fsanitize=address,undefined'],
    platformSource: 'plat_posix.cpp',
    suffix: '',
  },
  windows: {
    compiler: 'x86_64-w64-mingw32-g++',
    flags: ['-O1'],
    linkFlags: ['-static', '-lws2_32'],
    platformSource: 'plat_win.cpp',
    suffix: '.exe',
  },
};

/** Why a variant cannot be built on this machine, in the words of a skipped test; null where it can. */
export function whySkipped(variant: Variant): string | null {
  // The shim stands for a terminal with Linux' sockets, and for Windows it is built here, for Wine.
  if (process.platform !== 'linux') return 'skipped: not on Linux';
  const { compiler } = toolchains[variant];
  return findProgram(compiler) === null ? `skipped: no ${compiler}` : null;
}
