import { useSignal } from '@preact/signals';
import type { OrderState } from '../../schemas/generated/types.ts';
import type { CancelReason } from '../data/answers.ts';
import { call } from '../data/request.ts';
import { possibleActions } from '../model/order-actions.ts';
import { ActionButton, ActionForm } from './action.tsx';
import { Choice, Field } from './field.tsx';
import { PlainPanel } from './panel.tsx';

const reasons: Readonly<Record<CancelReason, string>> = {
  CHANGED_MIND: 'Changed their mind',
  ORDERED_BY_MISTAKE: 'Ordered by mistake',
  DUPLICATE_ORDER: 'Ordered twice',
  FOUND_BETTER_PRICE: 'Found a better price',
  DELIVERY_TOO_LATE: 'Delivery too late',
  WRONG_ADDRESS: 'Wrong address',
  RETURNED: 'Returned',
  PAYMENT_PROBLEM: 'Problem with the payment',
  SUSPECTED_FRAUD: 'Suspected fraud',
  OTHER: 'Other',
};

interface Of {
  readonly id: string;
  readonly onDone: () => void;
}

const given = (fields: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value.trim() !== ''));

const Ship = ({ id, onDone }: Of) => {
  const carrier = useSignal('');
  const tracking = useSignal('');
  const ship = async (): Promise<string> => {
    const body = given({ carrier: carrier.value, tracking_number: tracking.value });
    await call('shipOrder', { params: { id }, body });
    onDone();
    return 'Shipment reported.';
  };
  return (
    <ActionForm label="Ship" act={ship}>
      <Field label="Carrier" value={carrier} />
      <Field label="Tracking number" value={tracking} />
    </ActionForm>
  );
};

const Cancel = ({ id, onDone }: Of) => {
  const reason = useSignal<string>('OTHER');
  const note = useSignal('');
  const cancel = async (): Promise<string> => {
    await call('cancelOrder', { params: { id }, body: given({ reason: reason.value, note: note.value }) });
    onDone();
    return 'Cancellation requested.';
  };
  return (
    <div class="form">
      <div class="fields">
        <Choice label="Reason" value={reason} options={reasons} />
        <Field label="Note" value={note} />
      </div>
      <ActionButton label="Cancel order" confirm="Cancel it for good" act={cancel} />
    </div>
  );
};

interface OrderActionsProps extends Of {
  /** Undefined until it is known. */
  readonly state: OrderState | undefined;
  /** Cancelling is a route of clients. */
  readonly client: boolean;
}

/** What can be done with an order in its state. */
export const OrderActions = ({ id, state, client, onDone }: OrderActionsProps) => {
  const actions = state === undefined ? [] : possibleActions(state).filter((action) => client || action !== 'cancel');
  const complete = async (): Promise<string> => {
    await call('completeOrder', { params: { id } });
    onDone();
    return 'Completion reported.';
  };
  const repair = async (): Promise<string> => {
    await call('repairOrder', { params: { id } });
    onDone();
    return 'Repair requested.';
  };
  return (
    <PlainPanel title="Actions">
      {state !== undefined && actions.length === 0 && <p class="quiet">Nothing is left to do in the state {state}.</p>}
      {state === undefined && <p class="quiet">The state of the order is not known yet.</p>}
      {actions.includes('ship') && <Ship id={id} onDone={onDone} />}
      {actions.includes('complete') && <ActionButton label="Complete" act={complete} />}
      {actions.includes('cancel') && <Cancel id={id} onDone={onDone} />}
      {actions.includes('repair') && <ActionButton label="Repair" act={repair} />}
    </PlainPanel>
  );
};
