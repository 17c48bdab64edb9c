import { readFileSync, writeFileSync } from 'node:fs';
import { screen, type BrowserWindow, type Rectangle } from 'electron';
import { z } from 'zod';
import type { ShellLogger } from './open-shell-log.ts';

const savedSchema = z
  .object({
    x: z.number().int(),
    y: z.number().int(),
    width: z.number().int().positive(),
    height: z.number().int().positive(),
    isMaximized: z.boolean(),
  })
  .readonly();

export type SavedBounds = z.infer<typeof savedSchema>;

/** What the window was like when it was last closed; null where that is unknown, or lies on a monitor that is no longer there. */
export function readBounds(file: string): SavedBounds | null {
  const saved = savedSchema.safeParse(parse(file));
  return saved.success && isOnScreen(saved.data) ? saved.data : null;
}

/** Saves the window's place when it is closed. A place that cannot be saved is lost, and nothing else is. */
export function saveBoundsOnClose(window: BrowserWindow, file: string, logger: ShellLogger): void {
  window.on('close', () => {
    const bounds: SavedBounds = { ...window.getNormalBounds(), isMaximized: window.isMaximized() };
    try {
      writeFileSync(file, JSON.stringify(bounds), { mode: 0o600 });
    } catch (error) {
      logger.error('the place of the window could not be saved', error, { file });
    }
  });
}

/** A file that is missing, cut or not JSON tells no place; the next close writes it anew. */
function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/** Enough of it to be seen and moved. */
function isOnScreen(bounds: Rectangle): boolean {
  const graspable = 100;
  return screen.getAllDisplays().some(({ workArea }) => {
    const width = Math.min(bounds.x + bounds.width, workArea.x + workArea.width) - Math.max(bounds.x, workArea.x);
    const height = Math.min(bounds.y + bounds.height, workArea.y + workArea.height) - Math.max(bounds.y, workArea.y);
    return width >= graspable && height >= graspable;
  });
}
