// The tasks of keyboard-tasks.mjs: node --test e2e/keyboard.mjs
import assert from 'node:assert/strict';
import { startMock } from '../dev/mock.mjs';
import { link } from './browser.mjs';
import { TASKS } from './keyboard-tasks.mjs';
import { trialsOf } from './trial.mjs';

const mock = await startMock();
const trial = trialsOf(mock.origin, mock);

for (const [name, act] of Object.entries(TASKS)) {
  trial(`byKeyboard_${name}`, {}, (page) => act(page, mock.origin));
}

trial('keys_withinOneFrame_countEach', {}, async (page) => {
  await page.goto(link(mock.origin, 'acct-42', 'succeeded'));
  await page.locator('#row-0').waitFor();
  await page.evaluate(() => {
    for (const key of ['j', 'j', 'j', 'k', 'h', 'h']) {
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    }
  });
  await page.locator('#row-1[aria-selected=true]').waitFor();
  assert.doesNotMatch(page.url(), /dim/, 'turned on and off again');
});
