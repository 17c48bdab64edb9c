import { existsSync } from 'node:fs';
import { findProgram } from '../build/find-program.ts';

/** Debian's `wine` only complains that it has no 32 bits; the loader itself lies beside its libraries. */
const debianFolder = '/usr/lib/wine';

export interface Wine {
  readonly loader: string;
  readonly server: string;
}

/** Wine for 64-bit programs, or null. */
export function findWine(): Wine | null {
  const loader = inDebian('wine64') ?? findProgram('wine64', 'wine');
  const server = inDebian('wineserver64') ?? findProgram('wineserver');
  return loader === null || server === null ? null : { loader, server };
}

function inDebian(name: string): string | null {
  const path = `${debianFolder}/${name}`;
  return existsSync(path) ? path : null;
}
