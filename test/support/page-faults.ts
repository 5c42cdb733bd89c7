/** Both functions run in the page: they must not refer to anything outside themselves. */

// biome-ignore lint/suspicious/noExplicitAny: the types of a browser's page would hold for all tests.
type Page = any;

/** Layout faults of a page, measured by the browser. */
export const layoutFaults = (): { readonly wide: readonly string[]; readonly brokenWords: readonly string[] } => {
  const page = globalThis as Page;
  const { document } = page;
  const root = document.documentElement;
  const scrolls = (element: Page): boolean =>
    element !== null && (page.getComputedStyle(element).overflowX !== 'visible' || scrolls(element.parentElement));
  // Wide content within an element that scrolls by itself does not widen the page.
  const widens = (element: Page): boolean =>
    element.getBoundingClientRect().right > root.clientWidth + 1 &&
    page.getComputedStyle(element).position !== 'fixed' &&
    !scrolls(element.parentElement);
  const named = (element: Page): string =>
    `${element.tagName}.${element.className}: ${element.textContent.trim().slice(0, 60)}`;
  const wide =
    root.scrollWidth > root.clientWidth
      ? [`${root.scrollWidth} px`, ...[...document.querySelectorAll('body *')].filter(widens).map(named).slice(0, 5)]
      : [];
  const brokenWords: string[] = [];
  const texts = document.createTreeWalker(document.body, page.NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
    // Text for screen readers is a pixel wide on purpose.
    if (text.parentElement.getBoundingClientRect().width <= 1) continue;
    for (const word of text.data.matchAll(/[\p{L}\d_]{2,}/gu)) {
      const range = document.createRange();
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      const drawn = [...range.getClientRects()].filter(({ width }) => width > 0);
      if (new Set(drawn.map(({ top }) => Math.round(top))).size > 1)
        brokenWords.push(`${word[0]} in: ${text.data.trim().slice(0, 80)}`);
    }
  }
  return { wide, brokenWords };
};

/** Scrolls down, frame by frame, until each wanted section is drawn. @returns those that are not, at the deadline. */
export const scrollToSections = async ({
  wanted,
  deadlineMs,
}: {
  readonly wanted: readonly string[];
  readonly deadlineMs: number;
}): Promise<readonly string[]> => {
  const page = globalThis as Page;
  const deadline = performance.now() + deadlineMs;
  const missing = (): readonly string[] => {
    const drawn: readonly string[] = [...page.document.querySelectorAll('section[id]')]
      .filter((section) => section.querySelector('h2, h3') !== null)
      .map(({ id }) => id);
    return wanted.filter((section) => !drawn.some((id) => id.endsWith(section)));
  };
  while (missing().length > 0 && performance.now() < deadline) {
    const atEnd = page.scrollY + page.innerHeight >= page.document.documentElement.scrollHeight - 2;
    page.scrollTo(0, atEnd ? 0 : page.scrollY + 0.9 * page.innerHeight);
    await new Promise((drawn) => page.requestAnimationFrame(() => page.requestAnimationFrame(drawn)));
  }
  return missing();
};
