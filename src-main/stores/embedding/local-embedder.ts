import { ok } from '#shared/base/result.ts';
import type { Embedder } from '#main/ports/embedder.ts';

export const localMethod = 'local-1';

const dimensions = 256;

/** Words say more than their parts, which are many and only there to bring forms of one word together. */
const wordWeight = 1;
const partWeight = 0.35;
const partLengths = [3, 4] as const;

/** Numbers are alike only where they are the same: their digits are no parts of a word. */
const isNumber = /^\p{N}/u;

/**
 * Words to numbers without a model, the same on every machine: words and their runs of 3 and 4 characters are hashed into 256 components, each with a
 * sign that the hash gives it, counted sub-linearly (1 + ln n), and brought to length 1. Feature hashing: Weinberger, Dasgupta, Langford, Smola,
 * Attenberg, "Feature Hashing for Large Scale Multitask Learning", ICML 2009. It finds the same words and their forms in English and Russian, and knows
 * nothing of what they mean.
 */
export const localEmbedder: Embedder = {
  method: localMethod,
  embed: (texts) => Promise.resolve(ok(texts.map(embedLocally))),
};

export function embedLocally(text: string): Float32Array {
  const sums = new Float64Array(dimensions);
  for (const [feature, { count, weight }] of featuresOf(text)) {
    const hash = hashOf(feature);
    const sign = (hash & 1) === 0 ? 1 : -1;
    const component = (hash >>> 1) % dimensions;
    sums[component] = (sums[component] ?? 0) + sign * weight * (1 + Math.log(count));
  }
  return toLengthOne(sums, hashOf(text));
}

interface Counted {
  count: number;
  readonly weight: number;
}

function featuresOf(text: string): ReadonlyMap<string, Counted> {
  const features = new Map<string, Counted>();
  const add = (feature: string, weight: number): void => {
    const known = features.get(feature);
    if (known === undefined) features.set(feature, { count: 1, weight });
    else known.count += 1;
  };
  for (const word of wordsOf(text)) {
    add(word, wordWeight);
    if (!isNumber.test(word)) for (const part of partsOf(word)) add(part, partWeight);
  }
  return features;
}

/** `breakoutUp` is two words; `2000.5` is one; ё is е, as Russians write it. */
const wordsOf = (text: string): readonly string[] =>
  text
    .normalize('NFKC')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .match(/\p{N}+(?:[.,]\p{N}+)*|[\p{L}\p{M}]+/gu) ?? [];

/** With its ends marked, so that endings are not mistaken for beginnings. */
function partsOf(word: string): readonly string[] {
  const letters = Array.from(`<${word}>`);
  return partLengths.flatMap((length) =>
    Array.from({ length: Math.max(0, letters.length - length + 1) }, (_, start) =>
      letters.slice(start, start + length).join(''),
    ),
  );
}

/** FNV-1a over UTF-16 units, then the finalizer of MurmurHash3, which spreads it over the low bits too. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A text without a word, or whose features cancel out, is like itself alone. */
function toLengthOne(sums: Float64Array, hash: number): Float32Array {
  const length = Math.hypot(...sums);
  if (length === 0) {
    const alone = new Float32Array(dimensions);
    alone[hash % dimensions] = 1;
    return alone;
  }
  return Float32Array.from(sums, (sum) => sum / length);
}
