import { Buffer } from 'node:buffer';
import { timeframeSchema } from '#shared/market/timeframe.ts';
import type { VectorPartition } from '#main/ports/vector-index.ts';

/** Begins the name of everything that a cockpit keeps in a Chroma, which may serve others as well. `owner`: letters and digits. */
const prefixOf = (owner: string): string => `ats-${owner}-`;

/** The collection that bears the mark. */
export const markName = (owner: string): string => `${prefixOf(owner)}mark`;

export const isOwnName = (owner: string, name: string): boolean => name.startsWith(prefixOf(owner));

/** A partition's collection. Chroma takes letters, digits, `.`, `_` and `-` only, so any other byte of a method's name is written as `_` and two digits. */
export const collectionName = (owner: string, partition: VectorPartition): string =>
  prefixOf(owner) +
  (partition.collection === 'texts'
    ? `texts-${encode(partition.method)}`
    : `${partition.collection}-${partition.version}-${partition.timeframe}`);

/** The opposite; null for what is not a partition of this owner. */
export function partitionOfName(owner: string, name: string): VectorPartition | null {
  if (!isOwnName(owner, name)) return null;
  const [collection, first = '', second = ''] = name.slice(prefixOf(owner).length).split('-');
  if (collection === 'texts') return { collection, method: decode(first) };
  const timeframe = timeframeSchema.safeParse(second);
  if (collection !== 'quotes' && collection !== 'trades' && collection !== 'signals') return null;
  if (!timeframe.success || !/^\d+$/.test(first)) return null;
  return { collection, version: Number(first), timeframe: timeframe.data };
}

const encode = (text: string): string =>
  [...Buffer.from(text)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[A-Za-z0-9]/.test(character) ? character : `_${byte.toString(16).padStart(2, '0')}`;
    })
    .join('');

const decode = (text: string): string => decodeURIComponent(text.replaceAll('_', '%'));
