import type { Dependencies } from '../../shared/runtime/handlers/dependencies.ts';
import type { KafkaConsumer } from '../../shared/runtime/handlers/kafka-consumer.ts';
import { transition } from '../../shared/runtime/idioms/transition.ts';
import { secondsOf } from '../model/deadlines-domain.ts';
import type { SagaEvent } from '../model/decide-domain.ts';
import { dynamoStores } from '../store/stores.dynamodb.ts';
import type { SagaEnvironment } from './saga.env.ts';
import { sagaAccepts, sagaEmits } from './saga.events.ts';
import { orderSaga } from './saga.ts';

/** `order/saga`. */
export const sagaConsumer = (
  dependencies: Dependencies<SagaEnvironment>,
): KafkaConsumer<SagaEvent, keyof typeof sagaEmits> => {
  const { clock, environment } = dependencies;
  const stepSeconds = secondsOf('STEP_DEADLINE_SECONDS', environment);
  const idiom = transition(orderSaga({ ...dynamoStores(dependencies), clock, stepSeconds }));
  return { accept: sagaAccepts, idiom, emits: sagaEmits };
};
