/** A hidden page gets no frames; its stream goes on, slowly. */
const frameMaxMs = 100;

/** Settles when the next frame may be drawn. A frame that does not come is no longer asked for: a page may be hidden for a day. */
export function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      resolve();
    };
    const frame = requestAnimationFrame(end);
    const timer = setTimeout(end, frameMaxMs);
  });
}
