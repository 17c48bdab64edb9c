const waiting: (() => void)[] = [];

/**
 * Lets everything else of the loop have its turn. Of those who wait, a turn of the loop lets on one: all of them together would hold it for as long as the
 * slices of all.
 */
export const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    if (waiting.push(resolve) === 1) setImmediate(letOneOn);
  });

function letOneOn(): void {
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(letOneOn);
}
