import { whySkipped } from '../build/variant.ts';
import { findWine, type Wine } from './find-wine.ts';
import { obtainWindowsNode } from './windows-node.ts';

export type WineRig =
  | { readonly kind: 'ready'; readonly wine: Wine; readonly node: string }
  | { readonly kind: 'skipped'; readonly why: string };

/** What the tests on Windows programs need of this machine, or which part of it is missing, in the words of a skipped test. */
export async function findWineRig(): Promise<WineRig> {
  const wine = findWine();
  if (wine === null) return { kind: 'skipped', why: 'skipped: no Wine' };
  const noCompiler = whySkipped('windows');
  if (noCompiler !== null) return { kind: 'skipped', why: noCompiler };
  const node = await obtainWindowsNode();
  if (!node.ok) return { kind: 'skipped', why: `skipped: no node.exe for Windows (${node.error})` };
  return { kind: 'ready', wine, node: node.value };
}
