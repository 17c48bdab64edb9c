export { keepStore } from '#main/stores/sqlite/keep-store.ts';
