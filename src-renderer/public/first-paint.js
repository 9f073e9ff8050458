// Runs before anything is painted: main says in the address which theme the window opened with, so that no other one
// flashes up. A classic script on purpose, because modules run only after the first paint may have happened.
const theme = new URLSearchParams(location.search).get('theme');
if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
