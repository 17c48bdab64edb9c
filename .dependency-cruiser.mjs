import { folderRules } from './scripts/import-map/folder-rules.ts';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: folderRules(),
  options: {
    doNotFollow: { path: ['node_modules', '^out/'] },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json', '.css'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};
