import { app, dialog } from 'electron';
import { runShell } from './run-shell.ts';

/** Electron's entry. */
runShell(import.meta.dirname).catch((error: unknown) => {
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  dialog.showErrorBox(
    'ATS Cockpit cannot start',
    `${reason}\n\nYour data is untouched. If the window was never built, run: npm run build`,
  );
  app.exit(1);
});
