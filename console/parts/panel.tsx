import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import type { Live } from '../data/use-live.ts';
import { panelState } from '../model/loaded.ts';
import { clockText } from '../model/texts.ts';

interface PanelProps<T> {
  readonly title: string;
  readonly live: Live<T>;
  /** Text in place of the data, where there are none. */
  readonly empty?: (data: T) => string | undefined;
  /** Text where the thing itself does not exist (404). */
  readonly missing?: string;
  readonly children: (data: T) => ComponentChildren;
}

const Failure = ({ message, retry }: { readonly message: string; readonly retry: () => void }) => (
  <p class="failure" role="alert">
    {message}{' '}
    <button type="button" onClick={retry}>
      Try again
    </button>
  </p>
);

const Content = <T,>({ live, empty, missing = 'Not found.', children }: Omit<PanelProps<T>, 'title'>) => {
  const { data, at = 0, fault, refresh } = live;
  const state = panelState(live);
  if (state === 'missing') return <p class="quiet">{missing}</p>;
  if (data === undefined)
    return state === 'error' ? (
      <Failure message={fault?.message ?? ''} retry={refresh} />
    ) : (
      <p class="quiet">Loading …</p>
    );
  const instead = empty?.(data);
  return (
    <>
      {state === 'stale' && <Failure message={`As of ${clockText(at)}: ${fault?.message}.`} retry={refresh} />}
      <div class={state === 'stale' ? 'stale' : undefined}>
        {instead === undefined ? children(data) : <p class="quiet">{instead}</p>}
      </div>
    </>
  );
};

/** A part of a page with data of its own, in one of the states loading, empty, error, stale and ready. */
export const Panel = <T,>({ title, ...content }: PanelProps<T>) => {
  const id = useId();
  return (
    <section class="panel" aria-labelledby={id} aria-busy={panelState(content.live) === 'loading'}>
      <h2 id={id}>{title}</h2>
      <Content {...content} />
    </section>
  );
};

/** A part of a page that needs no data. */
export const PlainPanel = ({ title, children }: { readonly title: string; readonly children: ComponentChildren }) => {
  const id = useId();
  return (
    <section class="panel" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
};
