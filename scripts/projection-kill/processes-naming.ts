import { readdirSync, readFileSync } from 'node:fs';

export interface NamedProcess {
  readonly pid: number;
  /** Its command line. */
  readonly words: readonly string[];
}

/** Living processes whose command line has a word, such as a folder of this run's own. Linux only. */
export function processesNaming(word: string): readonly NamedProcess[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    const words = wordsOf(name);
    return words.includes(word) ? [{ pid: Number(name), words }] : [];
  });
}

/** Empty for one that has ended meanwhile, or has and is not yet waited for. */
function wordsOf(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) return [];
    throw error;
  }
}
