import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { RequestFault } from '../data/request.ts';

interface Outcome {
  readonly done: boolean;
  readonly message: string;
  readonly fields: RequestFault['fields'];
}

/** An action in progress, and how the last one ended. `act` returns what it did, in words. */
const useAction = (act: () => Promise<string>) => {
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>();
  const run = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setOutcome(undefined);
    try {
      setOutcome({ done: true, message: await act(), fields: [] });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      setOutcome({ done: false, message, fields: error instanceof RequestFault ? error.fields : [] });
    } finally {
      setBusy(false);
    }
  };
  return { busy, outcome, run };
};

/** How an action ended; announced by screen readers. */
const OutcomeText = ({ outcome }: { readonly outcome: Outcome | undefined }) => (
  <output class={outcome?.done === false ? 'failure' : 'done'}>
    {outcome?.message}
    {(outcome?.fields ?? []).map(({ pointer, detail }) => (
      <span key={pointer} class="field">
        {pointer}: {detail}
      </span>
    ))}
  </output>
);

interface ActionButtonProps {
  readonly label: string;
  /** What it is done to, for screen readers: there are many buttons of one label in a table. */
  readonly of?: string;
  /** Text of a second button, for what cannot be undone. */
  readonly confirm?: string;
  readonly act: () => Promise<string>;
}

/** A button that does something at once, or after a second button is pressed. */
export const ActionButton = ({ label, of, confirm, act }: ActionButtonProps) => {
  const { busy, outcome, run } = useAction(act);
  const [asked, setAsked] = useState<boolean>();
  const first = useRef<HTMLButtonElement>(null);
  const second = useRef<HTMLButtonElement>(null);
  // The button that had the focus is gone.
  useLayoutEffect(() => {
    if (asked !== undefined) (asked ? second : first).current?.focus();
  }, [asked]);
  const name = of === undefined ? undefined : `${label} ${of}`;
  return (
    <span class="action">
      {asked ? (
        <>
          <button
            type="button"
            class="danger"
            ref={second}
            onClick={() => {
              setAsked(false);
              void run();
            }}
          >
            {confirm}
          </button>
          <button type="button" onClick={() => setAsked(false)}>
            Keep
          </button>
        </>
      ) : (
        <button
          type="button"
          ref={first}
          aria-label={name}
          aria-disabled={busy}
          onClick={() => (confirm === undefined ? void run() : setAsked(true))}
        >
          {busy ? `${label} …` : label}
        </button>
      )}
      <OutcomeText outcome={outcome} />
    </span>
  );
};

interface ActionFormProps {
  readonly label: string;
  readonly act: () => Promise<string>;
  readonly children: ComponentChildren;
}

/** A form whose button does something with its fields. */
export const ActionForm = ({ label, act, children }: ActionFormProps) => {
  const { busy, outcome, run } = useAction(act);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void run();
      }}
    >
      <div class="fields">{children}</div>
      <button type="submit" class="primary" aria-disabled={busy}>
        {busy ? `${label} …` : label}
      </button>
      <OutcomeText outcome={outcome} />
    </form>
  );
};
