import { nothing, type TemplateResult } from 'lit-html';
import { askJson, idsOf, questionOf } from '../api/ask.ts';
import { decodeBlastRadius } from '../api/across-decode.ts';
import type { BlastRadius } from '../api/across-types.ts';
import type { Comparison } from '../api/comparison.ts';
import { decodeComparison } from '../api/decode-comparison.ts';
import { Asking, type Remote } from '../api/remote.ts';
import type { Run } from '../api/types.ts';
import { comparedOf, type Compared } from '../core/comparison.ts';
import type { Journey } from '../core/journey.ts';
import type { Rows } from '../core/rows.ts';
import type { ViewState } from '../core/url.ts';
import type { Actions } from '../view/actions.ts';
import type { ExecutionInput } from '../view/execution.ts';
import { BLAST_WINDOW, blastLine } from './blast.ts';
import { compareMenu, comparisonBar } from './compare-view.ts';
import { errorList } from './error-list.ts';
import { EventStore } from './event-store.ts';
import { panel, type PanelInput } from './panel.ts';
import { printOn } from './print.ts';
import { showMenu } from './show-menu.ts';
import { copyIncidentNote, takeAwayMenu, type TakeAway } from './take-away.ts';
import styles from './more.css?url';

/** What the tools may ask of what is around them. */
export interface ToolsHost {
  readonly actions: Actions;
  again(): void;
  announce(text: string): void;
  select(run: number): void;
  input(): ExecutionInput | null;
  rows(): Rows;
}

/** What goes beyond the first sight of an execution; loaded after it. */
export class Tools implements TakeAway {
  readonly host: ToolsHost;
  readonly #comparing: Asking<Comparison>;
  readonly #blasting: Asking<BlastRadius>;
  readonly #events: EventStore;
  #compared: { journey: Journey; comparison: Comparison; compared: Compared } | null = null;
  #remote: Remote<Comparison> | null = null;
  /** The last good run is being looked for; its id is not known yet. */
  #seeking: string | null = null;

  constructor(host: ToolsHost) {
    this.host = host;
    this.#comparing = new Asking(() => this.#comparisonCame());
    this.#blasting = new Asking(() => host.again());
    this.#events = new EventStore(() => host.again());
    printOn(host);
  }

  /** The comparison that the address asks for; null where it asks for none or it is not there yet. */
  compared(journey: Journey, view: ViewState): Compared | null {
    const mine = `${view.account}#${view.execution}`;
    if (this.#seeking !== mine) {
      this.#seeking = null;
    }
    if (view.other === null && this.#seeking === null) {
      this.#remote = null;
      return null;
    }
    this.#remote = this.#comparing.get(`${mine}#${view.other ?? ''}`, (signal) =>
      askJson(
        questionOf('compare', { ...idsOf(view), with: view.other }),
        decodeComparison,
        signal,
      ),
    );
    if (this.#remote.kind !== 'ready' || view.other === null) {
      return null;
    }
    const comparison = this.#remote.value;
    if (this.#compared?.journey !== journey || this.#compared.comparison !== comparison) {
      this.#compared = { journey, comparison, compared: comparedOf(journey, comparison) };
    }
    return this.#compared.compared;
  }

  /** The line that says what is compared, or why it cannot be. */
  comparison(): TemplateResult | typeof nothing {
    return this.#remote === null
      ? nothing
      : comparisonBar(this.#remote, {
          open: (execution) => {
            const { account } = this.#view();
            this.host.actions.lookUp({ account, execution });
          },
          retry: () => this.#comparing.forget(),
          close: () => this.#stopComparing(),
        });
  }

  compareWithLastGood(): void {
    const view = this.#view();
    if (view.other !== null) {
      this.#stopComparing();
    } else if (this.host.input()?.loaded.file === null) {
      this.#seeking = `${view.account}#${view.execution}`;
      this.host.again();
    }
  }

  compareMenu(): TemplateResult {
    return compareMenu(
      () => this.compareWithLastGood(),
      (execution) => this.host.actions.view({ other: execution }),
    );
  }

  showMenu(folds: boolean): TemplateResult {
    return showMenu(this.#view(), folds, this.host.actions);
  }

  takeAwayMenu(): TemplateResult {
    return takeAwayMenu(this);
  }

  async copyNote(): Promise<void> {
    this.host.announce(await copyIncidentNote(this.#view()));
  }

  errors(journey: Journey): TemplateResult {
    return errorList(journey, this.host.select, this.host.actions);
  }

  blast(run: Run): TemplateResult {
    const code = run.error?.code ?? null;
    const remote = this.#blasting.get(`${run.step}#${code ?? ''}`, (signal) =>
      askJson(
        questionOf('blast-radius', { step: run.step, errorCode: code, window: BLAST_WINDOW }),
        decodeBlastRadius,
        signal,
      ),
    );
    return blastLine(remote, run);
  }

  panel(input: Omit<PanelInput, 'view' | 'events'>, close: () => void): TemplateResult {
    const loaded = this.host.input()?.loaded;
    const view = this.#view();
    const events = loaded?.file === null ? this.#events : null;
    events?.use(view, input.journey);
    return panel({ ...input, view, events }, this.host.select, this.host.actions, close);
  }

  forget(): void {
    this.#seeking = null;
    this.#compared = null;
    this.#comparing.forget();
    this.#blasting.forget();
    this.#events.forget();
  }

  #comparisonCame(): void {
    const found = this.#comparing.answer;
    if (this.#seeking !== null && found !== null) {
      const view = this.#view();
      const other = found.other.executionId;
      this.#seeking = null;
      this.#comparing.put(`${view.account}#${view.execution}#${other}`, found);
      this.host.actions.view({ other });
    }
    this.host.again();
  }

  #stopComparing(): void {
    this.#seeking = null;
    this.host.actions.view({ other: null });
    this.host.again();
  }

  #view(): ViewState {
    return (this.host.input() as ExecutionInput).state.view;
  }
}

export const STYLES = styles;
