/** Gives the focus back to the row of what was open beside the list, where the row is still there. */
export function focusRow(id: string | null): void {
  // After the panel is gone; it would take the focus with it.
  requestAnimationFrame(() => {
    if (id !== null) document.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`)?.focus();
  });
}
