// The tasks of keyboard-tasks.mjs: node --test e2e/keyboard.mjs
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startMock } from '../dev/mock.mjs';
import { launch, watchedPage } from './browser.mjs';
import { TASKS } from './keyboard-tasks.mjs';

let browser;
let mock;

before(async () => {
  mock = await startMock();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  mock?.close();
});

for (const [name, act] of Object.entries(TASKS)) {
  test(`byKeyboard_${name}`, async () => {
    const permissions = ['clipboard-read', 'clipboard-write'];
    const page = await watchedPage(browser, mock.origin, { permissions });
    await act(page, mock.origin);
    assert.deepEqual(page.trouble, []);
    await page.context().close();
  });
}
