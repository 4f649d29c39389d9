/** Where each format of ad keeps its texts. Pure. */
import type { z } from 'zod';
import type { Creative, CreativeContent } from '../../core/ports/ad-platform.ts';
import { type creativeContent, inlineFormats, type postAnswer } from './schemas/creatives.ts';
import { typeOf } from './urns.ts';

export type PostText = Pick<
  CreativeContent,
  'format' | 'headline' | 'description' | 'introductory_text' | 'call_to_action' | 'landing_page' | 'image_urn'
>;

export const blankContent = (creative: Creative): CreativeContent => ({
  creative_id: creative.creative_id,
  status: 'none',
  ...blankText,
  call_to_action: creative.call_to_action,
  image_url: null,
  image_url_expires_at: null,
  drift: [],
});

const blankText: PostText = {
  format: null,
  headline: null,
  description: null,
  introductory_text: null,
  call_to_action: null,
  landing_page: null,
  image_urn: null,
};

export function postText(post: z.output<typeof postAnswer>): PostText {
  const { article, media, carousel } = post.content ?? {};
  const [card] = carousel?.cards ?? [];
  return {
    format: formatOf(post),
    headline: article?.title ?? media?.title ?? card?.media?.title ?? null,
    description: article?.description ?? null,
    introductory_text: post.commentary ?? null,
    call_to_action: post.contentCallToActionLabel ?? null,
    landing_page: post.contentLandingPage ?? article?.source ?? card?.landingPage ?? null,
    image_urn: imageUrn(article?.thumbnail ?? media?.id ?? card?.media?.id),
  };
}

function formatOf({ content }: z.output<typeof postAnswer>): string {
  if (content?.article) return 'article';
  if (content?.carousel) return 'carousel';
  if (content?.media) return typeOf(content.media.id ?? '') || 'media';
  const [other] = Object.entries(content ?? {}).filter(([, value]) => value !== undefined);
  return other?.[0] ?? 'text';
}

/** Only images have an address here; videos and documents do not. */
const imageUrn = (urn: string | undefined): string | null => (urn && typeOf(urn) === 'image' ? urn : null);

/** Undefined where the creative has no inline text. */
export function inlineText(content: z.output<typeof creativeContent>): PostText | undefined {
  for (const format of inlineFormats) {
    const ad = content[format];
    if (ad !== undefined && hasText(ad)) {
      return {
        ...blankText,
        format,
        headline: ad.headline ?? null,
        description: ad.description ?? null,
        call_to_action: ad.callToAction ?? null,
        landing_page: ad.landingPage ?? null,
        image_urn: imageUrn(ad.image ?? ad.logo),
      };
    }
  }
  return undefined;
}

const hasText = (ad: { headline?: string | undefined; description?: string | undefined }): boolean =>
  ad.headline !== undefined || ad.description !== undefined;
