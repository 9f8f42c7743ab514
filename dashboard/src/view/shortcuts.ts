import { commandOf, type Command } from '../core/keys.ts';

/**
 * Runs commands by single keys, wherever the focus is, except while typing. Escape works always:
 * it leaves a field, closes a menu, and else does what `close` does.
 */
export function listenForKeys(run: (command: Command) => void, isOn: () => boolean): void {
  addEventListener('keydown', (event) => {
    const command = commandOf(event.key);
    if (command === null || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const target = event.target as HTMLElement;
    const typing = target.closest('input:not([type=checkbox]), textarea, select') !== null;
    if (command === 'close') {
      escape(target, typing, () => run('close'));
    } else if (!typing && isOn()) {
      event.preventDefault();
      run(command);
    }
  });
}

function escape(target: HTMLElement, typing: boolean, close: () => void): void {
  const menu = document.querySelector<HTMLDetailsElement>('details.menu[open]');
  if (menu !== null) {
    menu.open = false;
    menu.querySelector('summary')?.focus();
  } else if (typing) {
    target.blur();
  } else {
    close();
  }
}
