/** Puts a theme in force: a chosen one is written on the root element, the system's is what remains without one. */
export function applyTheme(theme: 'system' | 'light' | 'dark'): void {
  const { dataset } = document.documentElement;
  if (theme === 'system') delete dataset.theme;
  else dataset.theme = theme;
}
