import { app, shell, type Session, type WebContents } from 'electron';
import type { ShellLogger } from './open-shell-log.ts';
import { isCockpitPage } from './origin.ts';

/** Pages outside that the window links to: they open in the person's own browser, never here. */
const outsidePages: readonly string[] = ['https://www.tradingview.com/'];

/** The window shows one page and stays on it, though it may load it anew. Holds for every page there will ever be. */
export function refuseNavigation(logger: ShellLogger): void {
  app.on('web-contents-created', (_created, contents) => {
    refuseIn(contents, logger);
  });
}

function refuseIn(contents: WebContents, logger: ShellLogger): void {
  contents.on('will-navigate', (event) => {
    if (isCockpitPage(event.url)) return;
    event.preventDefault();
    logger.warn('refused to navigate', { url: event.url });
  });
  contents.on('will-frame-navigate', (event) => {
    if (event.isMainFrame && isCockpitPage(event.url)) return;
    event.preventDefault();
    logger.warn('refused to navigate a frame', { url: event.url });
  });
  contents.on('will-redirect', (event) => {
    event.preventDefault();
    logger.warn('refused to be redirected', { url: event.url });
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
    logger.warn('refused to embed a page');
  });
  contents.setWindowOpenHandler(({ url }) => {
    if (outsidePages.includes(url)) {
      shell.openExternal(url).catch((error: unknown) => {
        logger.error('the browser could not be opened', error, { url });
      });
    } else logger.warn('refused to open a window', { url });
    return { action: 'deny' };
  });
}

/** Camera, location, notifications, devices: the window needs none of what a page can ask for. */
export function refusePermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
}
