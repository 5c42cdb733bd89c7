import { useSignal } from '@preact/signals';
import type { OrderState } from '../../schemas/generated/types.ts';
import type { PageProps } from '../app/page-props.ts';
import { call } from '../data/request.ts';
import { useLive } from '../data/use-live.ts';
import { OrderActions } from '../parts/order-actions.tsx';
import { OrderDetails } from '../parts/order-details.tsx';
import { Timeline } from '../parts/timeline.tsx';

const OneOrder = ({ about, id }: Pick<PageProps, 'about'> & { readonly id: string }) => {
  const state = useSignal<OrderState | undefined>(undefined);
  const timeline = useLive(async (signal) => {
    const loaded = await call('getOrderTimeline', { params: { id }, signal });
    // Where the console is no client, the timeline alone has the order's state.
    if (!about.client) state.value = loaded.steps.findLast((step) => step.state !== undefined)?.state;
    return loaded;
  }, `timeline ${id}`);
  return (
    <>
      <p class="id">{id}</p>
      {about.client && (
        <OrderDetails
          id={id}
          onState={(reached) => {
            state.value = reached;
          }}
        />
      )}
      <OrderActions id={id} state={state.value} client={about.client} onDone={timeline.refresh} />
      <Timeline live={timeline} />
    </>
  );
};

/** One order: its facts, what can be done with it, and its events across topics. */
export const OrderPage = ({ about, args: [id = ''] }: PageProps) => <OneOrder key={id} about={about} id={id} />;
