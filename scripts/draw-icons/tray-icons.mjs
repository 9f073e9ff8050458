/** What a panel is: its icons' plain ink, and the colour of each state's mark on it. */
const shades = {
  light: { ink: '#2b2a28', ok: '#17713f', busy: '#4349b5', warn: '#a86500', failed: '#c22f25', hole: '#ffffff' },
  dark: { ink: '#f2f2f0', ok: '#5ecb8d', busy: '#b3b6ff', warn: '#f0b84a', failed: '#ff8075', hole: '#1c1d20' },
};

/** Each state has a shape of its own, the same as the lamps in the window: disc, open ring, triangle, square, dash. */
const drawings = {
  ok: ({ ink, ok }) => `${ring(ink)}<circle cx="11" cy="11" r="4.5" fill="${ok}" />`,
  busy: ({ ink, busy }) =>
    `<path d="M11 3a8 8 0 1 1-8 8" fill="none" stroke="${ink}" stroke-width="2" stroke-linecap="round" />` +
    `<circle cx="11" cy="11" r="2.5" fill="${busy}" />`,
  warn: ({ warn, hole }) =>
    `<path d="M11 2.8 20 18.8H2Z" fill="${warn}" stroke="${warn}" stroke-width="1.6" stroke-linejoin="round" />` +
    `<path d="M11 8.2v4.8" stroke="${hole}" stroke-width="2.2" stroke-linecap="round" />` +
    `<circle cx="11" cy="16.4" r="1.3" fill="${hole}" />`,
  failed: ({ failed, hole }) =>
    `<rect x="2" y="2" width="18" height="18" rx="4" fill="${failed}" />` +
    `<path d="m7.4 7.4 7.2 7.2m0-7.2-7.2 7.2" stroke="${hole}" stroke-width="2.4" stroke-linecap="round" />`,
  unknown: ({ ink }) =>
    `${ring(ink)}<path d="M7.4 11h7.2" stroke="${ink}" stroke-width="2.2" stroke-linecap="round" />`,
};

function ring(ink) {
  return `<circle cx="11" cy="11" r="8" fill="none" stroke="${ink}" stroke-width="2" />`;
}

/** The tray's icons as drawings: name such as "ok-dark" to SVG text. */
export function trayIcons() {
  return Object.fromEntries(
    Object.entries(shades).flatMap(([shade, colours]) =>
      Object.entries(drawings).map(([state, draw]) => [`${state}-${shade}`, svg(draw(colours))]),
    ),
  );
}

function svg(content) {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 22 22">${content}</svg>\n`;
}
