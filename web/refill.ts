/** Lists that are made anew with every look: what had the focus keeps it, by its place among the controls of the list. */
export function refill(list: HTMLElement, ...items: readonly Node[]): void {
  const controls = () => [...list.querySelectorAll<HTMLElement>("button, input, select")];
  const at = controls().findIndex((one) => one === document.activeElement);
  list.replaceChildren(...items);
  if (at < 0) return;
  const after = controls();
  after[Math.min(at, after.length - 1)]?.focus({ preventScroll: true });
}
