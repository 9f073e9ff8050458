/**
 * A text of somebody else's as it may be written to a terminal: without the signs that move the cursor, change colours or
 * the title, or send keys back. Line breaks and tabs stay.
 */
export function terminalText(text: string): string {
  // Control signs but for the line feed and the tab, and those that turn the direction of writing.
  return text.replace(/[^\P{Cc}\n\t]|[\u202A-\u202E\u2066-\u2069]/gu, '');
}
