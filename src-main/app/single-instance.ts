import { app, BrowserWindow } from 'electron';

/** True for the only cockpit on this data folder. A second one ends at once, and the first one's window comes to the front. */
export function isOnlyInstance(): boolean {
  if (!app.requestSingleInstanceLock()) return false;
  app.on('second-instance', () => {
    for (const window of BrowserWindow.getAllWindows()) {
      if (window.isMinimized()) window.restore();
      window.focus();
    }
  });
  return true;
}
