export const withoutKeys = <T>(
  record: Readonly<Record<string, T>>,
  keys: ReadonlySet<string | null>,
): Readonly<Record<string, T>> => Object.fromEntries(Object.entries(record).filter(([key]) => !keys.has(key)));
