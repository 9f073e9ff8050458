/**
 * A desktop entry that starts the unpacked app where it lies (Desktop Entry Specification 1.5). Exec is quoted as the
 * specification's section on the Exec key asks; Icon is a plain string.
 * @param {{ name: string, comment: string, executable: string, icon: string }} app absolute paths
 */
export function desktopEntry({ name, comment, executable, icon }) {
  const quoted = `"${executable.replaceAll('%', '%%').replaceAll(/(["`$\\])/g, '\\\\$1')}"`;
  return [
    '[Desktop Entry]',
    'Type=Application',
    `Name=${name}`,
    `Comment=${comment}`,
    `Exec=${quoted}`,
    `Icon=${icon}`,
    'Terminal=false',
    'Categories=Utility;',
    'StartupWMClass=persag-desktop',
    '',
  ].join('\n');
}
