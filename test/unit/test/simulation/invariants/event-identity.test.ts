import { describe, expect, it } from 'vitest';
import { eventIdentity } from '../../../../simulation/invariants/event-identity.ts';
import { eventLike, SmallWorld } from './small-world.ts';

const created = eventLike('ORDER_CREATED');
const recorded = eventLike('AUDIT_RECORDED');
const { more_facts: more = [] } = recorded;
const adjust = eventLike('ADJUST');
const poison = { kind: 'poison', at: 0, topic: 'orders.created', key: 'A', value: '{}' } as const;

const started = (): SmallWorld => new SmallWorld(eventIdentity(), { actions: [poison] });

describe('what must hold of events that are emitted again', () => {
  it('is content with copies, with what the plan pours in, and with dead letters', () => {
    const world = started();
    world.emit(created);
    world.emit(created);
    world.pour('orders.created', '{}');
    world.pour('orders.created.dlq', 'anything');
  });

  it('is content with a fact recorded from another place, and with an adjustment requested later', () => {
    const world = started();
    world.emit(recorded);
    world.emit({
      ...recorded,
      timestamp: '2027-01-01T00:00:00.000Z',
      payload_ref: { ...recorded.payload_ref, offset: 99 },
    });
    const more_facts = more.map((fact) => ({ ...fact, payload_ref: { ...fact.payload_ref, offset: 99 } }));
    world.emit({ ...recorded, more_facts });
    world.emit(adjust);
    world.emit({ ...adjust, timestamp: '2027-01-01T00:00:00.000Z' });
  });

  it.each([
    ['amount', () => ({ ...created, amount: 1 })],
    ['digest', () => ({ ...recorded, payload_ref: { ...recorded.payload_ref, digest: 'f'.repeat(64) } })],
    [
      'fact in its batch',
      () => ({
        ...recorded,
        more_facts: more.map((fact) => ({ ...fact, actor: 'another' })),
      }),
    ],
    ['units', () => ({ ...adjust, qty: 99 })],
  ])('objects to a copy with another %s', (_what, copy) => {
    const world = started();
    for (const event of [created, recorded, adjust]) world.emit(event);
    expect(() => world.emit(copy())).toThrow(', is {');
  });

  it.each([
    ['another topic', { topic: 'orders.audit' }, 'and in orders.audit-0'],
    ['another key', { key: 'B' }, 'of B'],
    ['another header', { headers: { ce_id: created.event_id, more: '1' } }, 'now {'],
    ['another name', { headers: { ce_id: 'other' } }, 'has the header ce_id other'],
  ])('objects to a copy with %s', (_what, as, message) => {
    const world = started();
    world.emit(created);
    expect(() => world.emit(created, as)).toThrow(message);
  });

  it('objects to what no plan has poured in', () => {
    expect(() => started().pour('orders.created', '[]')).toThrow('No plan wrote [] to orders.created');
  });
});
