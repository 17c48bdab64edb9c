const words: Readonly<Record<string, string>> = {
  // 64 bits everywhere, and signed 8 bits everywhere: C++ promises neither of its own types.
  long: 'mql_long',
  ulong: 'mql_ulong',
  char: 'mql_char',
};

/** A word of MQL5 whose meaning C++ gives to another one. */
export const cppWord = (word: string): string => (Object.hasOwn(words, word) ? words[word] : undefined) ?? word;
