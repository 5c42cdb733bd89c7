import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { About } from '../data/answers.ts';
import { type Connection, connection } from '../data/connection.ts';
import { about as loadAbout } from '../data/request.ts';
import { type Live, useLive } from '../data/use-live.ts';
import { place } from './location.ts';
import { firstPage, pages } from './pages.tsx';
import { linkTo, type Place } from './place.ts';

const banners: Readonly<Record<Exclude<Connection, 'ok'>, string>> = {
  lost: 'The connection to the console’s server is lost. The console tries again every two seconds; the data below may be old.',
  unreachable: 'The platform does not answer. The console tries again every two seconds; the data below may be old.',
  ended: 'This session has ended: the console was started again. Open the link that `npx orderstream console` prints.',
};

const Banner = () => {
  const state = connection.value;
  return (
    <div role="status" class={state === 'ok' ? undefined : 'banner'}>
      {state === 'ok' ? '' : banners[state]}
    </div>
  );
};

const Navigation = ({ about, current }: { readonly about: About; readonly current: string }) => (
  <nav aria-label="Pages">
    {Object.entries(pages)
      .filter(([, { local }]) => local === undefined || about.local)
      .map(([name, { title }]) => (
        <a key={name} href={linkTo(name)} {...(name === current && { 'aria-current': 'page' as const })}>
          {title}
        </a>
      ))}
  </nav>
);

const pageAt = ({ page, args }: Place) => (args.length > 0 && pages[page]?.one) || pages[page];

const CurrentPage = ({ about, page, args }: Place & { readonly about: About }) => {
  const found = pageAt({ page, args });
  if (found === undefined || (pages[page]?.local && !about.local))
    return (
      <p>
        There is no such page. <a href={linkTo(firstPage)}>To the orders</a>
      </p>
    );
  return <found.component about={about} args={args} />;
};

/** Moves the focus to the heading of each new page, as a browser would with a document of its own. */
const useFocusOnNewPage = (page: string, args: readonly string[]) => {
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef<string>(null);
  const address = [page, ...args].join('/');
  useLayoutEffect(() => {
    if (shown.current !== null && shown.current !== address) heading.current?.focus();
    shown.current = address;
  }, [address]);
  return heading;
};

const Body = ({ about }: { readonly about: About }) => {
  const { page = firstPage, args } = place.value;
  const name = page === '' ? firstPage : page;
  const title = pageAt({ page: name, args })?.title ?? 'Unknown page';
  const heading = useFocusOnNewPage(name, args);
  useEffect(() => {
    document.title = `${[title, ...args].join(' ')} – orderstream console`;
  });
  return (
    <>
      <header>
        <button type="button" class="skip" onClick={() => heading.current?.focus()}>
          Skip to the content
        </button>
        <strong class="product">orderstream</strong>
        <span class="stage">
          {about.name}, {about.region}
        </span>
        <Navigation about={about} current={name} />
      </header>
      <main id="main">
        <h1 tabIndex={-1} ref={heading}>
          {title}
        </h1>
        <CurrentPage about={about} page={name} args={args} />
      </main>
    </>
  );
};

const Start = ({ live: { fault } }: { readonly live: Live<About> }) => (
  <main>
    <h1>orderstream console</h1>
    <p>{fault === undefined ? 'Loading …' : fault.message}</p>
  </main>
);

export const Shell = () => {
  // What the console operates changes only with another server: this shows whether that still answers.
  const live = useLive(loadAbout, 'about');
  return (
    <>
      <Banner />
      {live.data === undefined ? <Start live={live} /> : <Body about={live.data} />}
    </>
  );
};
