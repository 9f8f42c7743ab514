/** Links a style sheet of the page's own; resolves when it applies. */
export function styleSheet(address: string): Promise<void> {
  return new Promise((applied, failed) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = address;
    link.addEventListener('load', () => applied());
    link.addEventListener('error', () => failed(new Error(`${address} could not be loaded`)));
    document.head.append(link);
  });
}
