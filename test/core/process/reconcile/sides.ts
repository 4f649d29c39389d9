import {
  type ComparedFigures,
  type FileRow,
  noFigures,
  type WarehouseRow,
} from '../../../../core/process/reconcile/figures.ts';

export const figures = (changes: Partial<ComparedFigures>): ComparedFigures => ({ ...noFigures, ...changes });

type Changes<Row> = Partial<Omit<Row, 'figures'>> & { figures?: Partial<ComparedFigures> };

const named = {
  account_id: '508',
  campaign_id: '23',
  campaign_name: null,
  creative_id: '23/31',
  creative_name: null,
  stat_date: '2026-08-01',
  currency: 'USD',
};

const measured: Partial<ComparedFigures> = { impressions: 1000, clicks: 10, cost: 20 };

/** A row of an export as its reading gives it. */
export const fileRow = ({ figures: changed, ...row }: Changes<FileRow> = {}): FileRow => ({
  ...named,
  ...row,
  figures: figures({ ...measured, ...changed }),
});

/** A row that the API gave. */
export const warehouseRow = ({ figures: changed, ...row }: Changes<WarehouseRow> = {}): WarehouseRow => ({
  ...named,
  creative_id: 'urn:li:sponsoredCreative:31',
  headline: null,
  campaign_status: 'ACTIVE',
  creative_status: 'ACTIVE',
  source: 'api',
  observed_on: '2026-08-10',
  ...row,
  figures: figures({ ...measured, ...changed }),
});
