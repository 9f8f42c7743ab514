/** How long a browser may take to begin reading what it saves. */
const READING_MS = 60_000;

/** Lets the browser save what the page holds. */
export function download(name: string, type: string, content: BlobPart): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), READING_MS);
}

/** A file name that every system takes: `orion-trail-exec-7`. */
export function fileName(execution: string): string {
  return `orion-trail-${execution.replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, 60)}`;
}
