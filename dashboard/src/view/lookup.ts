import { html, nothing, type TemplateResult } from 'lit-html';
import { accountComplaint, executionComplaint, type Ids } from '../core/ids.ts';
import { icon } from './icons.ts';

interface Complaints {
  readonly account: string | null;
  readonly execution: string | null;
}

const NO_COMPLAINTS: Complaints = { account: null, execution: null };

/** The two fields. What is typed lives in them; what was wrong with it lives here. */
export class LookUpForm {
  readonly #submit: (ids: Ids) => void;
  readonly #redraw: () => void;
  readonly #parse: (pasted: string) => Ids | null;
  #complaints: Complaints = NO_COMPLAINTS;
  #shown: Ids = { account: '', execution: '' };

  /** `parse` finds two ids in what is pasted; null where it finds none, or is not loaded yet. */
  constructor(
    submit: (ids: Ids) => void,
    redraw: () => void,
    parse: (pasted: string) => Ids | null,
  ) {
    this.#parse = parse;
    this.#submit = submit;
    this.#redraw = redraw;
  }

  /** `ids` are the address's; they replace what was typed when they change. */
  template(ids: Ids, large: boolean): TemplateResult {
    if (ids.account !== this.#shown.account || ids.execution !== this.#shown.execution) {
      this.#shown = ids;
      this.#complaints =
        ids.account === '' && ids.execution === '' ? NO_COMPLAINTS : complaintsOf(ids);
    }
    return html`<form
      class="look-up ${large ? 'large' : ''}"
      role="search"
      aria-label="Look up an execution"
      novalidate
      @submit=${(event: SubmitEvent) => this.#submitted(event)}
    >
      ${this.#field('account', 'Account', ids.account, large)}
      ${this.#field('execution', 'Execution', ids.execution, large)}
      <button type="submit" class="primary">${icon('search')}<span>Look up</span></button>
    </form>`;
  }

  /** Whether it is there. */
  focus(): boolean {
    const field = document.querySelector<HTMLInputElement>('.look-up input');
    field?.focus();
    field?.select();
    return field !== null;
  }

  #field(
    name: 'account' | 'execution',
    label: string,
    value: string,
    large: boolean,
  ): TemplateResult {
    const complaint = this.#complaints[name];
    return html`<div class="field">
      <label for="look-up-${name}">${label}</label>
      <input
        id="look-up-${name}"
        name=${name}
        type="text"
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        enterkeyhint="go"
        placeholder=${placeholderOf(name, large)}
        .value=${value}
        aria-invalid=${complaint === null ? 'false' : 'true'}
        aria-describedby=${complaint === null ? nothing : `complaint-${name}`}
        @paste=${(event: ClipboardEvent) => this.#pasted(event)}
      />
      ${
        complaint === null
          ? nothing
          : html`<p class="complaint" id="complaint-${name}">${complaint}</p>`
      }
    </div>`;
  }

  #pasted(event: ClipboardEvent): void {
    const input = event.currentTarget as HTMLInputElement;
    const form = input.form;
    const text = event.clipboardData?.getData('text') ?? '';
    const ids = this.#parse(text);
    if (ids !== null && form !== null && !isExecutionAlone(form, input, text)) {
      event.preventDefault();
      fill(form, ids);
      this.#complain(NO_COMPLAINTS);
      field(form, 'execution').focus();
    }
  }

  #submitted(event: SubmitEvent): void {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const typed = {
      account: field(form, 'account').value.trim(),
      execution: field(form, 'execution').value.trim(),
    };
    const isBoth = typed.execution === '' || typed.account.includes('#'); // no account holds one
    const ids = (isBoth ? this.#parse(typed.account) : null) ?? typed;
    fill(form, ids);
    const complaints = complaintsOf(ids);
    this.#complain(complaints);
    const wrong = (['account', 'execution'] as const).find((name) => complaints[name] !== null);
    if (wrong === undefined) {
      this.#shown = ids;
      (document.activeElement as HTMLElement | null)?.blur();
      this.#submit(ids);
    } else {
      field(form, wrong).focus();
    }
  }

  #complain(complaints: Complaints): void {
    this.#complaints = complaints;
    this.#redraw();
  }
}

/** An account alone is enough: it has a list of its executions. */
function complaintsOf(ids: Ids): Complaints {
  const account = accountComplaint(ids.account);
  const alone = account === null && ids.execution === '';
  return { account, execution: alone ? null : executionComplaint(ids.execution) };
}

function placeholderOf(name: keyof Complaints, large: boolean): string {
  if (name === 'execution') {
    return large ? 'Leave empty for all of them' : 'Execution id, or all';
  }
  return large ? '' : 'Account id';
}

/** An execution's id may look like both ids; whoever has named the account means it alone. */
function isExecutionAlone(form: HTMLFormElement, input: HTMLInputElement, text: string): boolean {
  const named = input.name === 'execution' && field(form, 'account').value.trim() !== '';
  return named && !/[?{\n\t]/.test(text.trim());
}

function field(form: HTMLFormElement, name: string): HTMLInputElement {
  return form.elements.namedItem(name) as HTMLInputElement;
}

function fill(form: HTMLFormElement, ids: Ids): void {
  field(form, 'account').value = ids.account;
  field(form, 'execution').value = ids.execution;
}
