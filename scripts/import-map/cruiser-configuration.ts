import type { IConfiguration } from 'dependency-cruiser';
import { folderRules } from './folder-rules.ts';

export const cruiserConfiguration = {
  forbidden: folderRules(),
  options: {
    doNotFollow: { path: ['node_modules', '^out/'] },
    // Type imports are imports: what a folder knows of is its dependency.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json', '.css'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
} satisfies IConfiguration;
