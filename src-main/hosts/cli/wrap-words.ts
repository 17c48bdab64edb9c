const columnsMax = 100;

/** Words after a beginning, broken before the hundredth column and indented under themselves. */
export function wrapWords(beginning: string, words: readonly string[]): string {
  const lines: string[] = [];
  let line = beginning;
  for (const word of words) {
    if (line.length + 1 + word.length > columnsMax && line.trim() !== '') {
      lines.push(line);
      line = ' '.repeat(beginning.length);
    }
    line += ` ${word}`;
  }
  return [...lines, line].join('\n');
}
