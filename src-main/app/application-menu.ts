import { Menu, type MenuItemConstructorOptions } from 'electron';

/** What a person expects of any window, and no more: the cockpit's own commands stand in its page. */
export function setApplicationMenu({ hasDeveloperTools }: { readonly hasDeveloperTools: boolean }): void {
  const forDevelopers: readonly MenuItemConstructorOptions[] = [
    { type: 'separator' },
    { role: 'reload' },
    { role: 'toggleDevTools' },
  ];
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      { label: 'File', submenu: [{ role: 'quit' }] },
      {
        label: 'Edit',
        submenu: [
          ...(['undo', 'redo'] as const).map((role) => ({ role })),
          { type: 'separator' },
          ...(['cut', 'copy', 'paste', 'selectAll'] as const).map((role) => ({ role })),
        ],
      },
      {
        label: 'View',
        submenu: [
          ...(['resetZoom', 'zoomIn', 'zoomOut', 'togglefullscreen'] as const).map((role) => ({ role })),
          ...(hasDeveloperTools ? forDevelopers : []),
        ],
      },
    ]),
  );
}
