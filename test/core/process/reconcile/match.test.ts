import { describe, expect, it } from 'vitest';
import { findMatching } from '../../../../core/process/reconcile/match.ts';
import { fileRow, warehouseRow } from './sides.ts';

const urn = (id: number) => `urn:li:sponsoredCreative:${id}`;
const spring = { campaign_id: '23', campaign_name: 'Spring | Leads' };
const stored = [
  warehouseRow({ ...spring, creative_id: urn(31), creative_name: 'Blue', headline: 'Save time' }),
  warehouseRow({ ...spring, creative_id: urn(32), creative_name: 'Red', headline: 'Save money' }),
  warehouseRow({
    account_id: '509',
    campaign_id: '24',
    campaign_name: 'Autumn',
    creative_id: urn(33),
    creative_name: 'Blue',
  }),
];

describe('rows of a file are told', () => {
  it.each([
    ['ids', [{ campaign_id: '23', creative_id: '23/31' }], 'creative', 'ad id'],
    ['ids that are URNs', [{ campaign_id: '23', creative_id: `23/${urn(32)}` }], 'creative', 'ad id'],
    [
      'a campaign id and ad names',
      [{ campaign_id: '23', creative_id: '23/ blue' }],
      'creative',
      'campaign id and ad name',
    ],
    [
      'names, whatever their case and spaces',
      [{ campaign_id: 'spring |  LEADS', creative_id: 'spring |  LEADS/Red ' }],
      'creative',
      'campaign name and ad name',
    ],
    [
      'headlines',
      [{ campaign_id: 'Spring | Leads', creative_id: 'Spring | Leads/Save money' }],
      'creative',
      'campaign name and headline',
    ],
    [
      'names beside ids that are foreign',
      [{ ...spring, campaign_id: 'x1', creative_id: 'x1/y1', creative_name: 'Blue' }],
      'creative',
      'campaign name and ad name',
    ],
    ['the campaign where no ad is known', [{ campaign_id: '23', creative_id: '23/Green' }], 'campaign', 'campaign id'],
    [
      'the ad id where no campaign is named',
      [{ campaign_id: 'unknown', creative_id: 'unknown/31' }],
      'creative',
      'ad id',
    ],
  ])('by %s', (_, rows, level, by) => {
    const matching = findMatching(rows.map(fileRow), stored, 'creative');
    expect(matching).toMatchObject({ level, by, accounts: ['508'] });
    const names = new Set(stored.map(matching!.keyOf.warehouse));
    expect(rows.map(fileRow).every((row) => names.has(matching!.keyOf.file(row)))).toBe(true);
  });

  it('by campaigns for an export of campaigns', () => {
    const rows = [fileRow({ account_id: 'default', campaign_id: 'Autumn', creative_id: 'campaign:Autumn' })];
    expect(findMatching(rows, stored, 'campaign')).toMatchObject({
      level: 'campaign',
      by: 'campaign name',
      accounts: ['509'],
    });
  });

  it('inside of the campaign, for two may have an ad of one name', () => {
    const matching = findMatching(
      [fileRow({ account_id: 'default', campaign_id: 'Autumn', creative_id: 'Autumn/Blue' })],
      stored,
      'creative',
    );
    const [blue, , other] = stored.map(matching!.keyOf.warehouse);
    expect(blue).not.toBe(other);
    expect(matching?.accounts).toEqual(['509']);
  });

  it('in the warehouse of an import, which has names for ids', () => {
    const imported = warehouseRow({ campaign_id: 'Spring', creative_id: 'Spring/Blue', source: 'import' });
    const rows = [fileRow({ campaign_id: 'Spring', creative_id: 'Spring/Blue' })];
    expect(findMatching(rows, [imported], 'creative')).toMatchObject({ by: 'campaign name and ad name' });
  });

  it('not at all where nothing of it is known', () => {
    expect(findMatching([fileRow({ campaign_id: '99', creative_id: '99/98' })], stored, 'creative')).toBe(undefined);
  });
});

describe('accounts', () => {
  it('are the file’s own where the warehouse has them', () => {
    const rows = [fileRow({ account_id: '509', campaign_id: '24', creative_id: '24/33' })];
    expect(findMatching(rows, stored, 'creative')?.accounts).toEqual(['509']);
  });

  it('are otherwise those that the file’s names lead to, each only when it adds some', () => {
    const copy = warehouseRow({ ...spring, account_id: '510', creative_id: urn(31) });
    const rows = [
      fileRow({ account_id: 'default', creative_id: '23/31' }),
      fileRow({ account_id: 'default', creative_id: '23/32' }),
      fileRow({ account_id: 'default', campaign_id: '24', creative_id: '24/33' }),
    ];
    expect(findMatching(rows, [...stored, copy], 'creative')?.accounts).toEqual(['508', '509']);
  });
});
