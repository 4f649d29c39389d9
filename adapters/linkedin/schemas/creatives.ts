/** Creatives, the posts and the images they show. */
import { z } from 'zod';
import { digits, flag, instant, known, lenient, text } from './leaves.ts';

/** A URN also where only the digits come. */
const creativeUrn = text
  .transform((id) => (/^\d+$/.test(id) ? `urn:li:sponsoredCreative:${id}` : id))
  .pipe(z.string().startsWith('urn:li:sponsoredCreative:'));

/** Text that some formats carry themselves. Formats differ; what one does not have is absent. */
const inlineAd = lenient(
  z.object({
    headline: lenient(text),
    description: lenient(text),
    callToAction: lenient(text),
    image: lenient(text),
    logo: lenient(text),
    landingPage: lenient(text),
  }),
);

/** Those that can carry text themselves; documents and events refer to something else. */
export const inlineFormats = ['textAd', 'spotlight', 'follow', 'jobs'] as const;

export const creativeContent = z.object({
  reference: lenient(text),
  textAd: inlineAd,
  spotlight: inlineAd,
  follow: inlineAd,
  jobs: inlineAd,
  document: known,
  eventAd: known,
});

export const creativeAnswer = z.object({
  id: creativeUrn,
  account: lenient(digits),
  campaign: digits,
  name: lenient(text),
  intendedStatus: z.string(),
  isServing: lenient(flag),
  isTest: known,
  review: lenient(z.object({ status: lenient(text), rejectionReasons: lenient(z.array(z.unknown())) })),
  servingHoldReasons: lenient(z.array(text)),
  content: lenient(creativeContent),
  leadgenCallToAction: lenient(z.object({ destination: known, label: lenient(text) })),
  createdAt: lenient(instant),
  lastModifiedAt: lenient(instant),
});

const media = z.object({ id: lenient(text), title: lenient(text), altText: known });

export const postAnswer = z.object({
  id: lenient(text),
  commentary: lenient(text),
  content: lenient(
    z.object({
      article: lenient(
        z.object({
          source: lenient(text),
          title: lenient(text),
          description: lenient(text),
          thumbnail: lenient(text),
          thumbnailAltText: known,
        }),
      ),
      media: lenient(media),
      carousel: lenient(
        z.object({ cards: lenient(z.array(z.object({ media: lenient(media), landingPage: lenient(text) }))) }),
      ),
      multiImage: known,
      poll: known,
      reference: known,
      celebration: known,
    }),
  ),
  contentCallToActionLabel: lenient(text),
  contentLandingPage: lenient(text),
  author: known,
  owner: known,
  visibility: known,
  distribution: known,
  lifecycleState: known,
  lifecycleStateInfo: known,
  adContext: known,
  isReshareDisabledByAuthor: known,
  createdAt: known,
  lastModifiedAt: known,
  publishedAt: known,
});

/** The name of the expiry is not documented in what we have; an address without one counts as short-lived all the same. */
export const imageAnswer = z.object({
  id: lenient(text),
  status: lenient(text),
  downloadUrl: lenient(text),
  downloadUrlExpiresAt: lenient(instant),
  owner: known,
  altText: known,
});
