/**
 * A POSIX shell that runs a program and kills it as soon as its own standard input ends, which is the moment when whoever spawned it is gone,
 * however that came about. For programs that do not watch their parent themselves. Spawned with `stdin: 'pipe'`; closing it is kill −9.
 */
export function endWithParent(
  program: string,
  words: readonly string[],
): { readonly program: string; readonly words: string[] } {
  return { program: '/bin/sh', words: ['-c', script, 'sh', program, ...words] };
}

/** The shell gives what it runs beside itself an empty input, therefore the way round by descriptor 3. */
const script = `
exec 3<&0
"$@" </dev/null 3<&- &
program=$!
(while read -r _; do :; done <&3; kill -9 "$program") 2>/dev/null &
watcher=$!
wait "$program"
code=$?
kill "$watcher" 2>/dev/null
exit "$code"
`;
