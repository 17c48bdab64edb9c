/** The number that a flag's text says. A blank, as an unset variable of a script leaves it, says none, where Number would say 0. */
export const numberIn = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text));
