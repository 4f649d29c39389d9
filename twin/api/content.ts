/** What a creative's reference leads to: posts, images, videos, and the files behind them (docs/linkedin-api.md §8). */
import { msPerHour } from '../clock.ts';
import { keyOf } from '../random.ts';
import type { Twin } from '../twin.ts';
import { type Creative, urnOf } from '../world/entities.ts';
import { drawPng } from '../world/png.ts';
import { masked } from './paging.ts';
import { readParameters } from './parameters.ts';
import type { Handler } from './reads.ts';
import { notFound, notPermitted, ok, plainError, type Reply } from './reply.ts';
import type { ApiRequest } from './request.ts';

export const getPost: Handler = (request, twin) => {
  const parameters = readParameters(request, ['viewContext']);
  const urn = request.segments[2] ?? '';
  const id = /^urn:li:(?:share|ugcPost):(\d+)$/.exec(urn)?.[1];
  if (!id) throw plainError(400, `Invalid URN type: ${urn}`, { code: 'INVALID_URN_TYPE' });
  const creative = twin.entities.byContent.get(id);
  // Only formats that are posts have one.
  if (!creative || ['TEXT_AD', 'STANDARD_INMAIL'].includes(creative.campaign.format)) throw notFound();
  const mine = creative.campaign.account.plan.role !== null;
  if (creative.post === 'unreadable' || !mine) throw notPermitted('partnerApiPostsExternal.GET');
  if (creative.post === 'deleted' || creative.deleted) throw notFound();
  return ok(masked(postShape(creative, urn), parameters.fields()));
};

function postShape(creative: Creative, urn: string): Record<string, unknown> {
  const { campaign, copy } = creative;
  return {
    id: urn,
    author: urnOf.organization(campaign.account.plan.organization),
    commentary: copy.introduction,
    visibility: 'PUBLIC',
    distribution: { feedDistribution: 'NONE', thirdPartyDistributionChannels: [] },
    lifecycleState: 'PUBLISHED',
    isReshareDisabledByAuthor: false,
    content: postContent(creative),
    contentCallToActionLabel: copy.callToAction,
    contentLandingPage: copy.landingPage,
    adContext: {
      dscAdAccount: urnOf.account(campaign.account.id),
      dscAdType: campaign.format,
      dscName: creative.name,
      dscStatus: 'ACTIVE',
      isDsc: true,
      objective: campaign.objectiveType,
    },
    createdAt: creative.createdAt,
    lastModifiedAt: creative.createdAt,
    publishedAt: creative.createdAt,
  };
}

/** Cards of a carousel. */
const cardCount = 3;

function postContent({ campaign, copy, contentId, place }: Creative): Record<string, unknown> {
  const media = { id: urnOf.image(contentId), title: copy.headline, altText: copy.description };
  if (campaign.format === 'SINGLE_VIDEO') return { media: { id: urnOf.video(contentId), title: copy.headline } };
  if (campaign.format === 'CAROUSEL') {
    const cards = Array.from({ length: cardCount }, (_, card) => ({
      media: { ...media, title: card === 0 ? copy.headline : `${card + 1}. ${copy.description}` },
      landingPage: `${copy.landingPage}&card=${card + 1}`,
    }));
    return { carousel: { cards } };
  }
  // Every other single-image ad was posted as a link with a preview.
  if (place % 2 === 0) return { media };
  const { headline: title, description, landingPage: source } = copy;
  return { article: { source, title, description, thumbnail: urnOf.image(contentId) } };
}

export const getImage: Handler = (request, twin) => mediaReply(request, twin, 'image');
export const getVideo: Handler = (request, twin) => mediaReply(request, twin, 'video');

function mediaReply(request: ApiRequest, twin: Twin, kind: 'image' | 'video'): Reply {
  const parameters = readParameters(request, []);
  const urn = request.segments[2] ?? '';
  if (!urn) throw notPermitted(`partnerApi${kind === 'image' ? 'Images' : 'Videos'}External.FINDER-associatedAccount`);
  const creative = mediaOwner(twin, urn, kind);
  if (!creative) throw notFound();
  const expires = twin.clock.now() + twin.world.limits.imageAddressHours * msPerHour;
  return ok(
    masked(
      {
        id: urn,
        owner: urnOf.organization(creative.campaign.account.plan.organization),
        status: 'AVAILABLE',
        downloadUrl: `${twin.url}/media/${kind}/C${creative.contentId}.png?e=${expires}&t=${seal(twin, creative.contentId, expires)}`,
        downloadUrlExpiresAt: expires,
      },
      parameters.fields(),
    ),
  );
}

function mediaOwner(twin: Twin, urn: string, kind: string): Creative | undefined {
  const id = new RegExp(`^urn:li:${kind}:C(\\d+)$`).exec(urn)?.[1];
  const creative = id ? twin.entities.byContent.get(id) : undefined;
  const isVideo = creative?.campaign.format === 'SINGLE_VIDEO';
  return creative && !creative.deleted && isVideo === (kind === 'video') ? creative : undefined;
}

/** Makes an address that cannot be guessed or given a later end. */
const seal = (twin: Twin, contentId: string, expires: number): string =>
  (keyOf(`${twin.seed}:${contentId}:${expires}`) >>> 0).toString(16);

/** The file behind a download address: no token needed, gone after its end. Videos are shown as their first frame. */
export function serveMedia(request: ApiRequest, twin: Twin): Reply {
  const contentId = /^C(\d+)\.png$/.exec(request.segments[2] ?? '')?.[1] ?? '';
  const query = new URLSearchParams(request.rawQuery);
  const expires = Number(query.get('e'));
  if (!twin.entities.byContent.has(contentId) || query.get('t') !== seal(twin, contentId, expires)) throw notFound();
  if (expires <= twin.clock.now()) throw plainError(403, 'URL signature expired');
  return { status: 200, headers: { 'content-type': 'image/png' }, bytes: drawPng(keyOf(contentId)) };
}
