import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const SOURCE = await readFile(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
);
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Those whose verdict depends on colours. */
export const COLOUR_RULES = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

/** Every violation of WCAG 2.2 AA and of axe's best practices on the page as it is. */
export async function violations(page, rules = RULES) {
  if (await page.evaluate(() => window.axe === undefined)) {
    // Evaluated through the debugger, which the page's own policy does not bind.
    await page.evaluate(SOURCE);
  }
  return page.evaluate(async (runOnly) => {
    const { violations } = await window.axe.run(document, { runOnly });
    return violations.map(
      ({ id, help, nodes }) =>
        `${id}: ${help}\n    ${nodes.map((node) => `${node.target} ${node.any[0]?.message ?? ''}`).join('\n    ')}`,
    );
  }, rules);
}

export async function assertAccessible(page, state) {
  const found = await violations(page);
  assert.deepEqual(found, [], `${state}: ${found.length} violations`);
}
