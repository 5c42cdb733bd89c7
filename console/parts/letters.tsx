import { useSignal } from '@preact/signals';
import type { DeadLetter } from '../data/answers.ts';
import { call } from '../data/request.ts';
import { useLive } from '../data/use-live.ts';
import { byCause, type Cause, isPending, mostReplayed, nextReplay } from '../model/causes.ts';
import { countText, isOrderId, timeText } from '../model/texts.ts';
import { ActionButton } from './action.tsx';
import { Facts } from './facts.tsx';
import { OrderLink } from './order-link.tsx';
import { Panel } from './panel.tsx';

const pageSize = 200;

const placeText = ({ partition, offset }: Pick<DeadLetter, 'partition' | 'offset'>): string => `${partition}@${offset}`;

interface ReplayProps {
  readonly topic: string;
  readonly letters: readonly Pick<DeadLetter, 'partition' | 'offset'>[];
  readonly label: string;
  readonly of?: string;
  readonly onDone: () => void;
}

const Replay = ({ topic, letters, label, of, onDone }: ReplayProps) => {
  const replay = async (): Promise<string> => {
    const { replayed, skipped } = await call('replayDeadLetters', { body: { topic, letters } });
    onDone();
    const skip = skipped.length === 0 ? '' : `, ${skipped.length} skipped: an earlier replay covers them`;
    return `${replayed.length} written back${skip}.`;
  };
  return (
    <ActionButton
      label={label}
      {...(of !== undefined && { of })}
      confirm={`Write ${letters.length} back to ${topic}`}
      act={replay}
    />
  );
};

interface LetterProps {
  readonly topic: string;
  readonly letter: DeadLetter;
  readonly onDone: () => void;
}

const Letter = ({ topic, letter, onDone }: LetterProps) => {
  const { at, cause, last_error, attempts, consumer_group, source, key, event_type, event_id, replayed } = letter;
  return (
    <details class="letter">
      <summary>
        {timeText(at)} {event_type ?? 'unknown type'} {key ?? 'without a key'}
        {replayed !== undefined && <span class="state over">replayed</span>}
      </summary>
      <Facts
        facts={{
          Cause: cause,
          'Last error': last_error && `${last_error.error} (${timeText(last_error.at)})`,
          'Dead-lettered by': letter.given_up_by,
          Attempts: attempts,
          'Consumer group': consumer_group,
          'Place in the queue': placeText(letter),
          'Place in the topic': source && placeText(source),
          Key: key !== undefined && (isOrderId(key) ? <OrderLink id={key} /> : key),
          'Event id': event_id,
          Replayed: replayed && `${timeText(replayed.at)} by ${replayed.by}`,
        }}
      />
      {isPending(letter) ? (
        <Replay
          topic={topic}
          letters={nextReplay({ pending: [letter] })}
          label="Replay"
          of={placeText(letter)}
          onDone={onDone}
        />
      ) : (
        replayed === undefined && <p class="quiet">The original record is not known: it cannot be replayed.</p>
      )}
    </details>
  );
};

interface CauseProps {
  readonly topic: string;
  readonly group: Cause;
  readonly onDone: () => void;
}

const CauseGroup = ({ topic, group, onDone }: CauseProps) => {
  const { cause, letters, pending } = group;
  const next = nextReplay(group);
  return (
    <article class="cause">
      <h3>{cause}</h3>
      <p>
        Records: {countText(letters.length)}; not replayed: {countText(pending.length)}.{' '}
        {next.length > 0 && (
          <Replay
            topic={topic}
            letters={next}
            label={pending.length > mostReplayed ? `Replay the oldest ${mostReplayed}` : `Replay all ${next.length}`}
            of={`of ${cause}`}
            onDone={onDone}
          />
        )}
      </p>
      {letters.map((letter) => (
        <Letter key={placeText(letter)} topic={topic} letter={letter} onDone={onDone} />
      ))}
    </article>
  );
};

/** The newest dead letters of a topic, with older ones on request. */
export const Letters = ({ topic }: { readonly topic: string }) => {
  const pages = useSignal(1);
  const live = useLive(async (signal) => {
    const letters: DeadLetter[] = [];
    let next: string | undefined;
    let held = 0;
    for (let page = 0; page < pages.value && (page === 0 || next !== undefined); page += 1) {
      const loaded = await call('getDeadLetters', { query: { topic, limit: pageSize, page: next }, signal });
      letters.push(...loaded.letters);
      ({ next, held } = loaded);
    }
    return { letters, held, more: next !== undefined };
  }, `letters ${topic} ${pages.value}`);
  return (
    <Panel
      title={`Dead letters of ${topic}`}
      live={live}
      empty={({ letters }) => (letters.length === 0 ? 'The queue is empty.' : undefined)}
    >
      {({ letters, held, more }) => (
        <>
          <p class="quiet">
            {countText(letters.length)} of {countText(held)}, the newest first. Values are redacted by the platform.
          </p>
          {byCause(letters).map((group) => (
            <CauseGroup key={group.cause} topic={topic} group={group} onDone={live.refresh} />
          ))}
          {more && (
            <button
              type="button"
              onClick={() => {
                pages.value += 1;
              }}
            >
              Load older ones
            </button>
          )}
        </>
      )}
    </Panel>
  );
};
