/** GET of accounts, users, groups, campaigns, creatives and conversions (docs/linkedin-api.md §6). */
import { conversionValue } from '../market/ledger.ts';
import type { Twin } from '../twin.ts';
import { type Account, type Creative, urnOf } from '../world/entities.ts';
import {
  accountAt,
  accountKeys,
  campaignAt,
  campaignKeys,
  creativeAt,
  groupAt,
  groupKeys,
  isThere,
  searchFilter,
} from './entities.ts';
import { cursorPage, cursorParameters, masked, offsetPage, offsetParameters, pageSizes } from './paging.ts';
import { idOfUrn, type Parameters, readParameters } from './parameters.ts';
import { ok, paramInvalid, plainError, type Reply } from './reply.ts';
import type { ApiRequest } from './request.ts';
import { accountShape, accountUserShape, campaignShape, conversionShape, creativeShape, groupShape } from './shapes.ts';

export type Handler = (request: ApiRequest, twin: Twin) => Reply;

const accountUrnBeginning = 'urn:li:sponsoredAccount:';

const readable = (twin: Twin): Account[] =>
  [...twin.entities.accounts.values()].filter(({ plan }) => plan.role !== null);

const entityParameters = (request: ApiRequest): Parameters => readParameters(request, []);

function finder(parameters: Parameters, ...names: string[]): string {
  const q = parameters.text('q');
  if (!names.includes(q)) throw paramInvalid('q');
  return q;
}

export const searchAccounts: Handler = (request, twin) => {
  const parameters = readParameters(request, ['search', ...cursorParameters]);
  finder(parameters, 'search');
  return cursorPage({
    request,
    parameters,
    matches: readable(twin).filter(searchFilter(parameters, accountKeys)),
    shape: accountShape,
  });
};

export const getAccount: Handler = (request, twin) =>
  ok(masked(accountShape(accountAt(twin, request.segments[2])), entityParameters(request).fields()));

export const findAccountUsers: Handler = (request, twin) => {
  const parameters = readParameters(request, ['accounts', ...offsetParameters]);
  const mine = finder(parameters, 'authenticatedUser', 'accounts') === 'authenticatedUser';
  const matches = mine
    ? readable(twin)
    : parameters
        .oneOrMore('accounts')
        .map((urn) => accountAt(twin, String(idOfUrn(urn, accountUrnBeginning, 'accounts'))));
  return offsetPage({ request, parameters, matches, shape: accountUserShape });
};

export const searchGroups: Handler = (request, twin) => {
  const account = accountAt(twin, request.segments[2]);
  const parameters = readParameters(request, ['search', ...cursorParameters]);
  finder(parameters, 'search');
  const groups = [...twin.entities.groups.values()].filter(
    (group) => group.account === account && isThere(group, twin),
  );
  return cursorPage({
    request,
    parameters,
    matches: groups.filter(searchFilter(parameters, groupKeys)),
    shape: groupShape,
  });
};

export const getGroup: Handler = (request, twin) => {
  const account = accountAt(twin, request.segments[2]);
  return ok(masked(groupShape(groupAt(twin, account, request.segments[4])), entityParameters(request).fields()));
};

export const searchCampaigns: Handler = (request, twin) => {
  const account = accountAt(twin, request.segments[2]);
  const parameters = readParameters(request, ['search', ...cursorParameters]);
  finder(parameters, 'search');
  const now = twin.clock.now();
  const matches = [...twin.entities.campaigns.values()]
    .filter((campaign) => campaign.account === account && isThere(campaign, twin))
    .filter(searchFilter(parameters, campaignKeys(now)));
  const rejects = twin.behaviours.largeSearchWithoutPageSize === 'rejected' && !parameters.has('pageSize');
  if (rejects && matches.length > pageSizes.cursorMax)
    throw plainError(400, 'Request would return too many entities. ');
  return cursorPage({ request, parameters, matches, shape: (campaign) => campaignShape(campaign, now) });
};

export const getCampaign: Handler = (request, twin) => {
  const account = accountAt(twin, request.segments[2]);
  const campaign = campaignAt(twin, account, request.segments[4]);
  return ok(masked(campaignShape(campaign, twin.clock.now()), entityParameters(request).fields()));
};

const creativeFilters = ['campaigns', 'creatives', 'contentReferences', 'intendedStatuses', 'isTestAccount'];

export const findCreatives: Handler = (request, twin) => {
  const account = accountAt(twin, request.segments[2]);
  const said = request.headers['x-restli-method']?.toString().toUpperCase();
  if (twin.behaviours.creativesFinderHeader === 'required' && said !== 'FINDER') {
    throw plainError(400, 'X-RestLi-Method: FINDER is required for this finder');
  }
  const parameters = readParameters(request, [...creativeFilters, ...cursorParameters]);
  finder(parameters, 'criteria');
  const now = twin.clock.now();
  const shape = (creative: Creative): Record<string, unknown> => creativeShape(creative, now);
  const among = (name: string): ((text: string) => boolean) => {
    const wanted = parameters.list(name);
    return (text) => wanted === null || wanted.includes(text);
  };
  const [campaigns, creatives, statuses, references] = [
    among('campaigns'),
    among('creatives'),
    among('intendedStatuses'),
    among('contentReferences'),
  ];
  const matches = [...twin.entities.creatives.values()].filter(
    (creative) =>
      creative.campaign.account === account &&
      isThere(creative, twin) &&
      campaigns(urnOf.campaign(creative.campaign.id)) &&
      creatives(urnOf.creative(creative.id)) &&
      statuses(creative.intendedStatus) &&
      references(urnOf.share(creative.contentId)) &&
      parameters.optionalText('isTestAccount') !== 'true',
  );
  return cursorPage({ request, parameters, matches, shape, maxPageSize: pageSizes.creativesMax });
};

export const getCreative: Handler = (request, twin) => {
  const account = accountAt(twin, request.segments[2]);
  const creative = creativeAt(twin, account, request.segments[4]);
  return ok(masked(creativeShape(creative, twin.clock.now()), entityParameters(request).fields()));
};

export const findConversions: Handler = (request, twin) => {
  const parameters = readParameters(request, ['account', ...offsetParameters]);
  finder(parameters, 'account');
  const account = accountAt(twin, String(idOfUrn(parameters.text('account'), accountUrnBeginning, 'account')));
  const campaigns = [...twin.entities.campaigns.values()].filter(
    (campaign) => campaign.account === account && isThere(campaign, twin),
  );
  const value = conversionValue(twin.world, account.plan.usdPerUnit);
  return offsetPage({
    request,
    parameters,
    matches: campaigns.length > 0 ? [account] : [],
    shape: () => conversionShape(account, campaigns, value),
  });
};
