/** Marks of a small picture of the last hour, in per cent of its width and height. */
export interface Mark {
  readonly left: number;
  readonly height: number;
}

const MINUTES = 60;

/**
 * One mark for each minute that is listed, the last hour until `to` from left to right. Minutes in
 * which nothing happened are not listed, so the last one listed may be long ago.
 */
export function sparkOf(
  minutes: readonly { readonly minute: string; readonly failures: number }[],
  to: string | null,
): readonly Mark[] {
  const end = Date.parse(to ?? minutes.at(-1)?.minute ?? '');
  const most = Math.max(1, ...minutes.map(({ failures }) => failures));
  return minutes.map(({ minute, failures }) => {
    const ago = Math.floor((end - Date.parse(minute)) / 60_000);
    return { left: (100 * (MINUTES - 1 - ago)) / MINUTES, height: (100 * failures) / most };
  });
}
