/**
 * Text from outside as plain words of at most so many characters: line ends of one kind, and nothing that is not seen. Controls, marks of direction, joiners and
 * tags of no width can hide words from a person that a model reads; what a model's own template marks turns with is set apart, so that it marks none.
 */
export function plainWords(text: string, lengthMax: number): string {
  const seen = text
    .toWellFormed()
    .replaceAll(/\r\n?|[\u2028\u2029\u0085]/gu, '\n')
    .replaceAll(/[^\P{C}\n\t]|\p{Default_Ignorable_Code_Point}/gu, '')
    .replaceAll(/<(?=[|｜])|(?<=[|｜])>/gu, ' ');
  return seen.length <= lengthMax
    ? seen
    : `${seen
        .slice(0, Math.max(0, lengthMax - 1))
        .toWellFormed()
        .replace(/\ufffd$/u, '')}…`;
}
