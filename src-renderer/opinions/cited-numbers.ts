import type { Citation, Statement } from '#shared/agent/evidence.ts';
import type { Ungrounded } from '#shared/agent/opinion.ts';

/** A piece of a sentence: words, a number with the record that it is cited from, or a number that no record bears out. */
export type Piece =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'cited'; readonly text: string; readonly citation: Citation; readonly isUngrounded: boolean }
  | { readonly kind: 'ungrounded'; readonly text: string };

/**
 * A sentence with its numbers told apart, so that each opens its record. `besides` are citations whose number is not written in the sentence. What is
 * grounded was judged by the engine; here it is only found again in the words.
 */
export interface CitedStatement {
  readonly pieces: readonly Piece[];
  readonly besides: readonly (Citation & { readonly isUngrounded: boolean })[];
}

export function citedStatement({ text, citations }: Statement, ungrounded: readonly Ungrounded[]): CitedStatement {
  const marked = citations.map((citation) => ({ ...citation, isUngrounded: isMarked(citation, ungrounded) }));
  const free = new Set(marked);
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(number)) {
    const written = match[0].trim();
    const piece = pieceOf(written, { free, ungrounded });
    if (piece === null) continue;
    if (match.index > from) pieces.push({ kind: 'words', text: text.slice(from, match.index) });
    pieces.push(piece);
    from = match.index + written.length;
  }
  if (from < text.length) pieces.push({ kind: 'words', text: text.slice(from) });
  return { pieces, besides: [...free] };
}

/** A sign, groups of thousands, a fraction after a point or a comma. */
const number = /[-−+]?(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:[.,]\d+)?/g;

type Marked = Citation & { readonly isUngrounded: boolean };

function pieceOf(
  written: string,
  { free, ungrounded }: { readonly free: Set<Marked>; readonly ungrounded: readonly Ungrounded[] },
): Piece | null {
  const citation = [...free].find(({ value }) => isWritten(written, value));
  if (citation !== undefined) {
    free.delete(citation);
    const { isUngrounded, ...cited } = citation;
    return { kind: 'cited', text: written, citation: cited, isUngrounded };
  }
  const isLoose = ungrounded.some((one) => one.evidenceId === null && isSpelledAlike(one.number, written));
  return isLoose ? { kind: 'ungrounded', text: written } : null;
}

/** A number of the sentence stands for a value if it is the value, rounded to its own decimals, or as a percentage. */
function isWritten(written: string, value: number): boolean {
  return readingsOf(written).some(({ value: read, decimals }) => {
    const half = 0.5 * 10 ** -decimals + 1e-9 * Math.max(1, Math.abs(value));
    return [value, -value, 100 * value].some((meant) => Math.abs(read - meant) <= half);
  });
}

/** A comma may group or divide. */
function readingsOf(written: string): readonly { readonly value: number; readonly decimals: number }[] {
  const plain = written.replace('−', '-').replaceAll(/[\s+]/g, '');
  const spellings = plain.includes('.')
    ? [plain.replaceAll(',', '')]
    : [plain.replaceAll(',', ''), plain.replace(',', '.')];
  return spellings
    .map((spelling) => ({ value: Number(spelling), decimals: spelling.split('.')[1]?.length ?? 0 }))
    .filter(({ value }) => Number.isFinite(value));
}

const isMarked = ({ evidenceId }: Citation, ungrounded: readonly Ungrounded[]): boolean =>
  ungrounded.some((one) => one.evidenceId === evidenceId);

const isSpelledAlike = (a: string, b: string): boolean => bare(a) === bare(b);

const bare = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(/[\s%+]/g, '')
    .replace('−', '-');
