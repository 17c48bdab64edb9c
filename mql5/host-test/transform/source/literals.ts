/** `D'2026.01.31 12:00:30'` as seconds since 1970; null where it is written in another way. */
export function momentSeconds(text: string): number | null {
  const match = /^D'(\d{4})\.(\d{2})\.(\d{2})(?: (\d{2}):(\d{2})(?::(\d{2}))?)?'$/.exec(text);
  if (match === null) return null;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((part) => Number(part || 0));
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
}

/** `C'255,128,0'` as 0x00BBGGRR; null where it is written in another way. */
export function colorValue(text: string): number | null {
  const parts = /^C'(\d+),(\d+),(\d+)'$/.exec(text)?.slice(1).map(Number);
  if (parts === undefined || parts.some((part) => part > 255)) return null;
  const [red = 0, green = 0, blue = 0] = parts;
  return red + green * 0x100 + blue * 0x10000;
}
