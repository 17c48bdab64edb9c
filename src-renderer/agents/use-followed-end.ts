import { useLayoutEffect, useRef, type RefObject } from 'react';

/** So near to the end counts as there, in pixels. */
const nearPx = 24;

/**
 * Keeps the end of what is being told in sight, until somebody scrolls away from it; what is not told any more is left as it lies. `told` is another
 * object whenever there is more of it. Gives what has to hear of the scrolling.
 */
export function useFollowedEnd(
  scrolled: RefObject<HTMLElement | null>,
  { isFollowing, told }: { readonly isFollowing: boolean; readonly told: unknown },
): () => void {
  const isAtEnd = useRef(true);
  useLayoutEffect(() => {
    const element = scrolled.current;
    if (isFollowing && isAtEnd.current && element !== null) element.scrollTo({ top: element.scrollHeight });
  }, [scrolled, isFollowing, told]);
  return () => {
    const element = scrolled.current;
    if (element === null) return;
    isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight <= nearPx;
  };
}
