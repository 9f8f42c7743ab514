import { askThrough } from '../api/transport.ts';
import type { Run, Timeline } from '../api/types.ts';
import { MisconfiguredPage, readConfig, type Config, type LinkTemplates } from '../core/config.ts';
import { fillTemplate, linkValues } from '../core/link-template.ts';
import type { SignIn } from '../core/state.ts';
import { linkRunsBy, type RunLink } from '../view/run-links.ts';
import { openSession, type Session } from './session.ts';

/** An installation that says something of itself in its `config.json`. */
export class Installation {
  readonly #changed: (signIn: SignIn) => void;
  /** Null where nobody has to sign in. */
  session: Session | null = null;

  constructor(changed: (signIn: SignIn) => void) {
    this.#changed = changed;
  }

  /** Lets questions travel as the configuration says, and takes up a sign-in that has come back. */
  async open(text: string): Promise<void> {
    const config = this.#read(text);
    if (config === null) {
      return;
    }
    const { apiUrl, signIn, links } = config;
    linkRunsBy((timeline, run) => linksOf(links, timeline, run));
    if (signIn === null) {
      askThrough((path, init) => fetch(apiUrl + path, init));
      return;
    }
    this.session = openSession(signIn, apiUrl, this.#changed);
    askThrough(this.session.ask);
    await this.session.resume();
  }

  #read(text: string): Config | null {
    try {
      return readConfig(parseJson(text));
    } catch (error) {
      if (error instanceof MisconfiguredPage) {
        const failure = { detail: error.message, httpStatus: null, requestId: null, hints: [] };
        this.#changed({ kind: 'failed', failure: { kind: 'misconfigured', ...failure } });
        return null;
      }
      throw error;
    }
  }
}

function linksOf(links: LinkTemplates, timeline: Timeline, run: Run): readonly RunLink[] {
  const values = linkValues(timeline, run);
  return [
    { label: 'Logs', template: links.logs },
    { label: 'Trace', template: links.trace },
  ].flatMap(({ label, template }) => {
    const href = template === null ? null : fillTemplate(template, values);
    return href === null ? [] : [{ label, href }];
  });
}

/** The text itself where it is no JSON, so that the complaint shows it. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text.slice(0, 40);
  }
}
