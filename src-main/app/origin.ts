import type { ShellOrigin } from '#shared/contract/shell-messages.ts';

export const shellOrigin: ShellOrigin = 'app://cockpit';

/** The only page there is. */
export const cockpitUrl = `${shellOrigin}/index.html`;

/** True for that page, wherever in it. */
export const isCockpitPage = (url: string): boolean => url.split('#', 1)[0] === cockpitUrl;

/** True for a frame that shows one of our pages and is no frame within another: the only sender that the shell listens to. */
export function isOwnMainFrame(frame: { readonly origin: string; readonly parent: unknown } | null): boolean {
  return frame !== null && frame.parent === null && frame.origin === shellOrigin;
}
