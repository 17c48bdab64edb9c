/**
 * Whether the first lines of a file without a header are rows of a format: most of them, so that one damaged line at the top does not hide
 * what the file is.
 */
export function mostRows(head: readonly string[], row: RegExp): boolean {
  const lines = head.filter((line) => line !== '');
  const rows = lines.filter((line) => row.test(line)).length;
  return rows > lines.length / 2;
}
