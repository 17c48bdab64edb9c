import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { join } from 'node:path';

const from = (path: string): string => join(import.meta.dirname, path);

/** Every program of the cockpit by the name of its built file. Packages under `dependencies` stay outside the bundles. */
export default defineConfig({
  main: {
    build: {
      outDir: from('out/main'),
      rolldownOptions: {
        input: {
          main: from('src-main/app/main.ts'),
          utility: from('src-main/hosts/utility.ts'),
          headless: from('src-main/hosts/headless.ts'),
          'simulated-terminal': from('src-main/hosts/simulated-terminal.ts'),
          cli: from('src-main/hosts/cli/main.ts'),
          'store-keeper': from('src-main/hosts/store-keeper.ts'),
          'backup-writer': from('src-main/hosts/backup-writer.ts'),
          'import-reader': from('src-main/hosts/import-reader.ts'),
          'run-player': from('src-main/hosts/run-player.ts'),
          'chroma-host': from('src-main/hosts/chroma-host.ts'),
        },
      },
    },
  },
  preload: {
    build: {
      outDir: from('out/preload'),
      // A sandboxed preload is CommonJS and can require nothing but electron.
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: from('src-main/preload/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: from('src-renderer'),
    plugins: [react()],
    build: {
      outDir: from('out/renderer'),
      minify: true,
      // The page's policy has no data: URLs.
      assetsInlineLimit: 0,
      // One chunk, in KiB: it is read from the disk of the same computer, and docking and charts are on the first screen.
      chunkSizeWarningLimit: 1500,
      rolldownOptions: { input: from('src-renderer/index.html') },
    },
  },
});
