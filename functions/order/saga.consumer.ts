import { transition } from '../shared/runtime/idioms/transition.ts';
import type { KafkaConsumer } from '../shared/runtime/kafka-consumer.ts';
import type { Wiring } from '../shared/runtime/wiring.ts';
import { secondsOf } from './deadlines-domain.ts';
import type { SagaEnvironment } from './saga.env.ts';
import { sagaAccepts, sagaEmits } from './saga.events.ts';
import { orderSaga } from './saga.ts';
import type { SagaEvent } from './saga-moves-domain.ts';
import { dynamoStores } from './stores.dynamodb.ts';

/** `order/saga`. */
export const sagaConsumer = (wiring: Wiring<SagaEnvironment>): KafkaConsumer<SagaEvent, keyof typeof sagaEmits> => {
  const { clock, environment } = wiring;
  const stepSeconds = secondsOf('STEP_DEADLINE_SECONDS', environment);
  const idiom = transition(orderSaga({ ...dynamoStores(wiring), clock, stepSeconds }));
  return { accept: sagaAccepts, idiom, emits: sagaEmits };
};
