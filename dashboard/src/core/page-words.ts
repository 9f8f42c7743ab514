import type { PageName } from './places.ts';

/** What the views across executions are called, in menus and titles. */
export const PAGE_WORDS: Readonly<Record<PageName, string>> = {
  account: 'Account',
  failures: 'Failures',
  steps: 'Steps',
  map: 'Map',
  blast: 'Blast radius',
  status: 'Status',
};
