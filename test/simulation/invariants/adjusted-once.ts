import { adjustmentId } from '../../../functions/shared/kernel/ids.ts';
import type { Watcher } from '../world/run-plan.ts';
import { firstOccurrences } from './first-occurrences.ts';
import { type Require, requireThat } from './require-that.ts';

const require: Require = requireThat('adjusted once');

/** An adjustment that has a name is one, however often it is sent. */
export const adjustedOnce = (): Watcher => ({
  begin: (world) => {
    const wanted = new Set(
      world.plan.actions.flatMap((action) =>
        action.kind === 'adjust' ? [adjustmentId(action.sku, 'named', action.name)] : [],
      ),
    );
    firstOccurrences(world).listen((_, event) => {
      if (event.type !== 'STOCK_ADJUSTED') return;
      const { sku, reservation_id } = event;
      require(wanted.has(reservation_id), () => `No command requested the adjustment ${reservation_id} of ${sku}`);
    });
  },
});
