import { html, nothing, type TemplateResult } from 'lit-html';
import type { Run } from '../api/types.ts';
import type { PanelInput } from './panel.ts';
import { runList } from './run-list.ts';

/** What the run waited for and what waited for it, as buttons that lead there. */
export function dependencies(
  { journey, index }: PanelInput,
  run: Run,
  select: (run: number) => void,
): TemplateResult {
  const { links, timeline } = journey;
  const dependents = links.dependents[index] ?? [];
  const inside = timeline.runs.flatMap((other, place) => (other.parent === index ? [place] : []));
  const before = links.pathInto.get(index);
  const parts = [
    runList('Waited for', run.dependencies, journey, select, run.unresolvedDependencies),
    runList('Waited for by', dependents, journey, select),
    before?.inferred === true
      ? runList('Before it on the critical path (by timing)', [before.from], journey, select)
      : nothing,
    runList('Part of', run.parent === null ? [] : [run.parent], journey, select),
    runList('Holds', inside, journey, select),
  ];
  return html`${
    parts.every((part) => part === nothing)
      ? html`<p class="more">It names no step that it waited for, and none names it.</p>`
      : parts
  }`;
}
