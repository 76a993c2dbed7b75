const YEAR_SECONDS = 31_536_000;

/** Shows the page in that language, and every other one from now on. */
export function chooseLanguage(locale: string): void {
  const secure = location.protocol === 'https:' ? '; secure' : '';
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not everywhere yet
  document.cookie = `locale=${locale}; path=/; max-age=${YEAR_SECONDS}; samesite=lax${secure}`;
  location.reload();
}

/** Makes the choice of language work: remembered for a year in the one cookie that pages set. */
export function enableLanguages(): void {
  const menu = document.getElementById('languages');
  if (!(menu instanceof HTMLDetailsElement)) return;
  for (const button of menu.querySelectorAll<HTMLButtonElement>('[data-locale]')) {
    button.addEventListener('click', () => chooseLanguage(button.dataset.locale ?? ''));
  }
  document.addEventListener('click', (event) => {
    if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !menu.open) return;
    menu.open = false;
    menu.querySelector('summary')?.focus();
  });
}
