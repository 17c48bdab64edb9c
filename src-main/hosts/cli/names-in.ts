import { InvalidArgumentError } from 'commander';

/** Names with commas between them. */
export function namesIn(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes('')) throw new InvalidArgumentError('Name symbols with commas between them: XAUUSD,EURUSD.');
  return names;
}
