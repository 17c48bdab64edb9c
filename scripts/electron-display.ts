/** Why Electron could not open a window here even with its program at hand, or null. */
export function whyNoWindow(): string | null {
  if (process.platform !== 'linux') return null;
  if (process.getuid?.() === 0) return 'Electron does not run as root';
  const { DISPLAY: x11, WAYLAND_DISPLAY: wayland } = process.env;
  return x11 === undefined && wayland === undefined ? 'there is no display' : null;
}
