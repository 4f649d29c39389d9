/** Everything one running twin is made of. Handlers get it whole and keep nothing of their own. */
import type { Quotas } from './api/quotas.ts';
import type { TokenOffice } from './api/tokens.ts';
import type { Behaviours } from './behaviours.ts';
import type { Clock } from './clock.ts';
import type { CallLog } from './control/call-log.ts';
import type { Faults } from './control/faults.ts';
import type { Ledger } from './market/ledger.ts';
import type { Market } from './market/market.ts';
import type { Visibility } from './market/visibility.ts';
import type { Entities } from './world/entities.ts';
import type { World } from './world/schema.ts';

export interface Twin {
  world: World;
  seed: number;
  behaviours: Behaviours;
  clock: Clock;
  entities: Entities;
  market: Market;
  visibility: Visibility;
  ledger: Ledger;
  tokens: TokenOffice;
  quotas: Quotas;
  faults: Faults;
  calls: CallLog;
  /** `http://127.0.0.1:<port>`, known once the server listens. */
  url: string;
}
