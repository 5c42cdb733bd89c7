import { sendDeferred } from '../../functions/notification/deferred/deferred.ts';
import { mustacheMessages } from '../../functions/notification/messages/messages.mustache.ts';
import type { Limits } from '../../functions/notification/model/allowance-domain.ts';
import type { CountName, MessageProvider, Notifications, Queues } from '../../functions/notification/model/ports.ts';
import type { NotifiedEvent } from '../../functions/notification/model/rules-domain.ts';
import { type SendPorts, send } from '../../functions/notification/send/send.ts';
import type { DomainEvent } from '../../functions/shared/runtime/idioms/domain-event.ts';
import type { Deadline, EventSink } from '../../functions/shared/runtime/idioms/idiom.ts';
import { FixedClock } from './fakes/fixed-clock.ts';
import { InMemoryNotifications } from './fakes/in-memory-notifications.ts';
import { RecordingEvents } from './fakes/recording-sinks.ts';
import { ScriptedProvider } from './fakes/scripted-provider.ts';
import { delivered } from './stock-commands.ts';

const noHurry = { remainingMs: () => 60_000 };

export interface WorldOptions {
  readonly limits?: Limits;
  readonly provider?: ScriptedProvider;
  readonly clock?: FixedClock;
  /** Wraps the ports of the use cases. */
  readonly between?: <T extends Notifications | Queues | MessageProvider | EventSink>(port: T) => T;
}

/** The service with in-memory ports and real message templates. */
export const notificationWorld = ({
  limits = { burst: 20, refillMs: 10_000 },
  provider = new ScriptedProvider(),
  clock = new FixedClock(),
  between = (port) => port,
}: WorldOptions = {}) => {
  const store = new InMemoryNotifications(clock);
  const events = new RecordingEvents();
  const counts = new Map<CountName, number>();
  const ports: SendPorts = {
    notifications: between(store),
    queues: between(store),
    messages: mustacheMessages('en'),
    provider: between(provider),
    clock,
    count: (name) => counts.set(name, (counts.get(name) ?? 0) + 1),
    limits: { user: limits, operations: { burst: 100, refillMs: 1_000 } },
    operations: { email: 'operations@orderstream.example' },
  };
  const run = sendDeferred(ports);
  return {
    clock,
    store,
    provider,
    events,
    counts,
    idiom: send(ports),
    /** Delivers events as records of one partition. */
    deliver: (facts: readonly NotifiedEvent[], deadline?: Deadline) =>
      send(ports)(delivered('orders.created', facts), deadline),
    runDeferred: () => run({ events: between(events), deadline: noHurry }),
    /** All events that scheduled runs emitted. */
    emitted: (): readonly DomainEvent[] => events.sends.flat(),
  };
};
