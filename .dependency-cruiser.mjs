export { cruiserConfiguration as default } from './scripts/import-map/cruiser-configuration.ts';
