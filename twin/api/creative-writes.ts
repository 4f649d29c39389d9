/** What may be written of a creative: its content and its campaign never change (docs/linkedin-api.md §10). */
import { reviewStatus } from '../market/serving.ts';
import type { Twin } from '../twin.ts';
import type { Creative } from '../world/entities.ts';
import { applyPatch, checkStatus, checkText, checkWriter, type FieldWrites, type Patch } from './patch.ts';
import { fieldError } from './reply.ts';

const longestName = 255;

export function patchCreative(twin: Twin, creative: Creative, patch: Patch): void {
  checkWriter(creative.campaign.account);
  applyPatch('Creative', { twin, entity: creative, patch }, creativeWrites, () =>
    twin.market.settle(creative.campaign),
  );
}

const creativeWrites: FieldWrites<Creative> = {
  intendedStatus(context, value) {
    const { entity, twin, path } = context;
    const status = checkStatus(context, entity.intendedStatus, value);
    const underReview = reviewStatus(entity, twin.clock.now()) === 'PENDING';
    if (status === 'PAUSED' && underReview && twin.behaviours.pauseUnderReview === 'rejected') {
      throw fieldError(
        'STATUS_CHANGE_NOT_ALLOWED',
        `${path} can't be changed from ${entity.intendedStatus} to PAUSED`,
        path,
      );
    }
    return () => {
      entity.intendedStatus = status;
    };
  },
  name(context, value) {
    const name = checkText(context, value, longestName);
    return () => {
      context.entity.name = name;
    };
  },
};
