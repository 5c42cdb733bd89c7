import { topicNames, topics } from '../../../schemas/catalogue.ts';
import { Random } from '../kernel/random.ts';
import { type ComposedFunction, compositions } from '../world/composition.ts';
import { restored } from '../world/restore-payments.ts';
import { stocksRestored } from '../world/restore-stocks.ts';
import { isBystander } from '../world/settings.ts';
import type { Action, AwaitPlace, EventModes, FaultSpec, Modes, Plan, StripeModes } from './plan.ts';

const groups = topicNames.flatMap((topic) => topics[topic].consumers.map(({ group }) => group));
/** Those that move money and stock are in trouble three times as often as others. */
const movers = ['order/saga', 'inventory/ledger', 'payment/charge', 'payment/reconcile'] as const;
/** Its own faults are drawn apart: it is called in some schedules only. */
const ofEvents = 'payment/webhook';
const composed = Object.keys(compositions) as readonly ComposedFunction[];
const functionNames = [...composed.filter((name) => name !== ofEvents), ...movers, ...movers];

const drawModes = (random: Random): Modes => ({
  partitions: random.pick([1, 2, 3, 4]),
  // A function that receives everything twice emits it twice: all that follows doubles with each step.
  redelivered: random.chance(0.03) ? 1 : random.pick([0, 0, 0.05, 0.1, 0.2, 0.4]),
  skewMs: random.pick([0, 0, 2_000, 180_000]),
  staleMs: random.pick([0, 500, 5_000]),
  networkMs: random.pick([5, 50, 1_000, 3_000]),
  lateMs: random.pick([0, 30_000, 600_000]),
  allowance: random.pick([
    { burst: 20, refillMs: 10_000 },
    { burst: 1, refillMs: 30_000 },
  ]),
  provider: random.pick(['log', 'log', 'mailbox']),
  bystanders: random.chance(0.4),
  batch: random.pick([1, 3, 10, 100]),
});

/** By how often each is drawn. */
const tokens = [
  'tok_approve',
  'tok_approve',
  'tok_approve',
  'tok_approve',
  'tok_approve',
  'tok_approve',
  'tok_approve',
  'tok_approve',
  'tok_approve',
  'tok_approve',
  'tok_decline',
  'tok_decline',
  'tok_slow',
  'tok_flaky',
  'tok_flaky_3',
  'tok_timeout',
  'tok_timeout_2',
  'tok_timeout_charged',
  'tok_timeout_charged',
  'tok_error',
] as const;

type Line = { readonly sku: string; readonly qty: number };

const hotSkus = 6;

/** A few lines of hot SKUs, or many. Opposite orders of the same SKUs come by themselves: lines are shuffled. */
const drawLines = (random: Random, skus: readonly string[], large: boolean): readonly Line[] => {
  const count = large ? random.int(20, skus.length) : random.pick([1, 1, 1, 2, 2, 3, 4, 5]);
  const chosen = large ? skus : skus.slice(0, hotSkus);
  const shuffled = chosen.map((sku) => ({ sku, at: random.fraction() })).sort((a, b) => a.at - b.at);
  return shuffled.slice(0, count).map(({ sku }) => ({ sku, qty: random.pick([1, 1, 2, 3]) }));
};

const drawFollowUps = (random: Random, order: string): readonly Action[] => {
  const actions: Action[] = [];
  if (random.chance(0.25)) {
    const at = random.skewed(0, random.pick([500, 5_000, 300_000]));
    actions.push({ kind: 'cancel', order, at });
  }
  if (random.chance(0.4)) {
    const at = random.skewed(2_000, 600_000);
    actions.push({ kind: 'ship', order, at });
    if (random.chance(0.5)) actions.push({ kind: 'complete', order, at: at + random.skewed(100, 600_000) });
  }
  return actions;
};

/** Valid, and of an unknown order. */
const impossible = JSON.stringify({
  type: 'COMMIT',
  event_id: 'e114e6a5-c754-59c3-9c00-416705e756a7',
  timestamp: '2026-11-22T06:00:00.000Z',
  metadata: {
    correlation_id: 'ac4331ab-b1c2-5074-a0a8-2b39f36b3aa5',
    source: 'inventory/router',
    attempt: 1,
    schema_version: 2,
  },
  trace_id: '0e822ca5581e67fb784203a504474b66',
  sku: 'SKU-0',
  order_id: 'ac4331ab-b1c2-5074-a0a8-2b39f36b3aa5',
  reservation_id: '84e0b474-3bcf-51a0-a2f8-8cd33c5c313b',
  qty: 1,
});

const poisons = [
  'not JSON',
  '{}',
  '{"type":"UNKNOWN_TYPE"}',
  '{"type":"ORDER_CREATED","order_id":"1"}',
  '{"type":"RESERVE","sku":"A"}',
  '[]',
  null,
] as const;

const drawDisturbances = (random: Random, skus: readonly string[], lastAt: number): readonly Action[] => {
  const actions: Action[] = [];
  const at = () => random.int(0, lastAt + 10_000);
  if (random.chance(0.1)) {
    actions.push({ kind: 'poison', at: at(), topic: 'inventory.commands', key: 'SKU-0', value: impossible });
  }
  while (random.chance(0.4)) {
    actions.push({
      kind: 'poison',
      at: at(),
      topic: random.pick(topicNames) ?? '',
      key: random.pick(skus) ?? '',
      value: random.pick(poisons),
    });
  }
  while (random.chance(0.25)) {
    actions.push({ kind: 'hold', at: at(), group: random.pick(groups) ?? '', forMs: random.skewed(1_000, 2_400_000) });
  }
  while (random.chance(0.5)) actions.push({ kind: 'rebalance', at: at(), group: random.pick(groups) ?? '' });
  if (random.chance(0.15)) {
    for (let count = random.int(1, 6); count > 0; count -= 1) {
      actions.push({ kind: 'replay', at: 0, topic: random.pick(topicNames) ?? '', nth: random.int(0, 200) });
    }
  }
  while (random.chance(0.2)) {
    const sku = random.pick(skus) ?? '';
    actions.push({ kind: 'adjust', at: at(), sku, qty: random.int(-3, 5), name: `later ${actions.length}` });
  }
  return actions;
};

/** Days later the payments are restored from a backup, their requests are replayed, and some orders are cancelled then. */
const drawRestore = (random: Random, orders: number): readonly Action[] => {
  if (!random.chance(0.06)) return [];
  const actions: Action[] = [{ kind: 'restore', at: 0, to: random.pick(['begun', 'lost'] as const) }];
  for (let index = 0; index < orders; index += 1) {
    const order = `order-${index}`;
    if (random.chance(0.5))
      actions.push({ kind: 'cancel', order, at: random.skewed(0, 60_000), after: { of: restored } });
    for (const type of ['ORDER_PROCESSING', 'ORDER_CANCELLED']) {
      if (random.chance(0.5))
        actions.push({ kind: 'replay', at: 0, topic: 'orders.created', nth: random.int(0, 9), type });
    }
  }
  return actions;
};

/** The stocks are restored from a backup and rebuilt as the runbook has it; then something is ordered once more. */
const drawStockRestore = (random: Random, skus: readonly string[]): readonly Action[] => {
  if (!random.chance(0.06)) return [];
  const back = random.pick([1, 1, 2, 5, 1_000]);
  return [
    { kind: 'restore stock', at: 0, back, rebuilt: 'at once', newEnvironments: random.chance(0.5) },
    {
      ...{ kind: 'place', at: random.skewed(0, 60_000), after: { of: stocksRestored }, order: 'order-of-restored' },
      ...{ user: 'user-0', lines: drawLines(random, skus, false), token: random.pick(tokens) },
      ...{ repeatable: true, times: 1 },
    },
  ];
};

/** A function makes a hundred awaits in a run, more or less, of up to a dozen kinds. */
const drawPlace = (random: Random): AwaitPlace => {
  if (random.chance(0.7)) return { distinct: random.int(1, random.pick([4, 8, 12])), occurrence: random.skewed(1, 8) };
  return { nth: random.pick([random.skewed(1, 60), random.int(1, 60)]) };
};

/** Its batch is dead-lettered, and replayed: nothing waits for it. */
const drawDefect = (random: Random): FaultSpec => ({
  ...{ function: random.pick(['analytics/project', 'audit/record']) ?? '', place: drawPlace(random) },
  ...{ kind: 'defect', amount: 0, pick: 0 },
});

const drawFault = (random: Random, functions: readonly string[]): FaultSpec => ({
  function: random.pick(functions) ?? '',
  place: drawPlace(random),
  kind: random.pick([
    'die-before',
    'die-after',
    'die-after',
    'freeze-before',
    'freeze-after',
    'late-request',
    'late-answer',
    'fault',
    'fault',
    'fault',
    'fault',
    'fault',
  ]),
  amount: random.skewed(500, 115_000),
  pick: random.int(0, 999),
});

const drawEvents = (random: Random): EventModes => ({
  lateMs: random.pick([0, 2_000, 60_000, 600_000]),
  order: random.pick(['any', 'any', 'as they happened', 'reversed']),
  lost: random.pick([0, 0, 0.2, 0.5]),
  repeated: random.pick([0, 0.2, 0.5]),
  disputed: random.pick([0, 0.2, 0.5]),
});

const hourMs = 3_600_000;

const drawStripe = (random: Random): StripeModes => ({
  debitMs: random.pick([1_000, 60_000, hourMs, 5 * hourMs]),
  debits: random.pick(['succeeded', 'succeeded', 'failed'] as const),
  refundMs: random.pick([1_000, 60_000, 3 * hourMs]),
  failingRefunds: random.pick([0, 0, 1, 2]),
});

/** By how often each is drawn, where the gateway is Stripe. */
const methods = [
  ...Array.from({ length: 8 }, () => 'pm_card'),
  'pm_card_declined_insufficient_funds',
  'pm_unknown',
  'pm_debit',
  'pm_debit',
  'pm_card_pendingRefund',
  'pm_card_pendingRefund',
  'pm_card_pendingRefund',
];

/** The plan of a seed. */
export const drawPlan = (seed: number): Plan => {
  const random = new Random(seed).of('plan');
  const modes = drawModes(random.of('modes'));
  const work = random.of('work');
  const orders = modes.redelivered === 1 ? 1 : work.pick([1, 1, 1, 2, 2, 2, 3, 5]);
  const large = work.chance(0.01);
  const free = random.of('free orders');
  const givesAway = free.chance(0.06);
  const priceOf = (price: number): number => (givesAway && free.chance(0.8) ? 0 : price);
  const skus = Array.from({ length: large ? work.int(100, 300) : work.int(1, hotSkus) }, (_, index) => ({
    sku: `SKU-${index}`,
    stock: work.pick([0, 1, 2, 4, 10, 50, 50, 50]),
    price: priceOf(work.int(1, 5_000)),
  }));
  const names = skus.map(({ sku }) => sku);
  const actions: Action[] = skus
    .filter(({ stock }) => stock > 0)
    .map(({ sku, stock }) => ({ kind: 'adjust', at: 0, sku, qty: stock, name: 'initial' }));
  let at = 2_000;
  for (let index = 0; index < orders; index += 1) {
    at += work.skewed(0, 20_000);
    const order = `order-${index}`;
    actions.push({
      ...{
        kind: 'place' as const,
        at,
        order,
        user: `user-${work.int(0, 2)}`,
        lines: drawLines(work, names, large && index === 0),
      },
      ...{ token: work.pick(tokens), repeatable: work.chance(0.85), times: work.chance(0.1) ? 2 : 1 },
    });
    actions.push(...drawFollowUps(work, order));
  }
  actions.push(...drawDisturbances(random.of('disturbances'), names, at));
  actions.push(...drawRestore(random.of('restore'), orders));
  actions.push(...drawStockRestore(random.of('restored stocks'), names));
  const trouble = random.of('faults');
  const present = functionNames.filter((name) => modes.bystanders || !isBystander(name));
  const faults = Array.from({ length: trouble.pick([0, 1, 2, 4, 8, 16, 30]) }, () => drawFault(trouble, present));
  const replays = random.of('replays');
  const defects =
    modes.bystanders && replays.chance(0.3) ? Array.from({ length: replays.int(1, 4) }, () => drawDefect(replays)) : [];
  const gateway = random.of('events of the gateway');
  const events = gateway.chance(0.4) ? drawEvents(gateway) : undefined;
  const eventFaults =
    events === undefined ? [] : Array.from({ length: gateway.int(0, 3) }, () => drawFault(gateway, [ofEvents]));
  const account = random.of('Stripe');
  const stripe = account.chance(0.3) ? drawStripe(account) : undefined;
  return {
    ...{ seed, skus },
    actions: actions.map((action) =>
      stripe !== undefined && action.kind === 'place' ? { ...action, token: account.pick(methods) ?? '' } : action,
    ),
    modes: {
      ...modes,
      ...(defects.length > 0 && { replays: replays.pick([1, 2]) }),
      ...(events && { events }),
      ...(stripe && { stripe }),
    },
    faults: [...faults, ...defects, ...eventFaults],
  };
};
