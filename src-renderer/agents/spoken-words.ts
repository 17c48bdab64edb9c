/** The keys of a reply whose values are said to people; see the prompts' reply schemas. */
const spoken = /"(?:text|situation|observation|advice)"\s*:\s*"((?:[^"\\]|\\.)*)/g;

/** Up to an escape of which the rest has not come. */
const whole = /^(?:[^\\]|\\[^u]|\\u[0-9a-fA-F]{4})*/;

/**
 * What a model says to people, out of a reply that is still coming: models answer in JSON, which nobody can read as it streams. A sentence a line; words that
 * are no such reply stand as they are, and of one that has come to no sentence yet there is nothing to read.
 */
export function spokenWords(said: string): string {
  const sentences = [...said.matchAll(spoken)].map(([, written = '']) => readable(written));
  if (sentences.length > 0) return sentences.join('\n');
  return /^\s*(?:```\w*\s*)?\{/.test(said) ? '' : said;
}

function readable(written: string): string {
  try {
    return String(JSON.parse(`"${whole.exec(written)?.[0] ?? ''}"`));
  } catch {
    // A model's own idea of an escape: better as it was written than not at all.
    return written;
  }
}
