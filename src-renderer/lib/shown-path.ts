/** A path as it is shown: from the home's folder, where it lies in it. */
export function shownPath(path: string, home: string): string {
  for (const separator of ['/', '\\']) {
    if (path.startsWith(`${home}${separator}`)) return path.slice(home.length + 1);
  }
  return path;
}

/** A sentence with paths in it, each shown from the home's folder where it lies in that. */
export function shownPaths(text: string, home: string): string {
  return home === '' ? text : text.replaceAll(`${home}/`, '').replaceAll(`${home}\\`, '');
}
