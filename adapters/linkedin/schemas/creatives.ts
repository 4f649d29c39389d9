/** Creatives, the posts and the images they show. */
import { z } from 'zod';
import { answerInstant, answerText, digits, flag, known, lenient } from './leaves.ts';

/** A URN also where only the digits come. */
const creativeUrn = answerText
  .transform((id) => (/^\d+$/.test(id) ? `urn:li:sponsoredCreative:${id}` : id))
  .pipe(z.string().startsWith('urn:li:sponsoredCreative:'));

/** Text that some formats carry themselves. Formats differ; what one does not have is absent. */
const inlineAd = lenient(
  z.object({
    headline: lenient(answerText),
    description: lenient(answerText),
    callToAction: lenient(answerText),
    image: lenient(answerText),
    logo: lenient(answerText),
    landingPage: lenient(answerText),
  }),
);

/** Those that can carry text themselves; documents and events refer to something else. */
export const inlineFormats = ['textAd', 'spotlight', 'follow', 'jobs'] as const;

export const creativeContent = z.object({
  reference: lenient(answerText),
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
  name: lenient(answerText),
  intendedStatus: z.string(),
  isServing: lenient(flag),
  isTest: known,
  review: lenient(z.object({ status: lenient(answerText), rejectionReasons: lenient(z.array(z.unknown())) })),
  servingHoldReasons: lenient(z.array(answerText)),
  content: lenient(creativeContent),
  leadgenCallToAction: lenient(z.object({ destination: known, label: lenient(answerText) })),
  createdAt: lenient(answerInstant),
  lastModifiedAt: lenient(answerInstant),
});

const media = z.object({ id: lenient(answerText), title: lenient(answerText), altText: known });

export const postAnswer = z.object({
  id: lenient(answerText),
  commentary: lenient(answerText),
  content: lenient(
    z.object({
      article: lenient(
        z.object({
          source: lenient(answerText),
          title: lenient(answerText),
          description: lenient(answerText),
          thumbnail: lenient(answerText),
          thumbnailAltText: known,
        }),
      ),
      media: lenient(media),
      carousel: lenient(
        z.object({ cards: lenient(z.array(z.object({ media: lenient(media), landingPage: lenient(answerText) }))) }),
      ),
      multiImage: known,
      poll: known,
      reference: known,
      celebration: known,
    }),
  ),
  contentCallToActionLabel: lenient(answerText),
  contentLandingPage: lenient(answerText),
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
  id: lenient(answerText),
  status: lenient(answerText),
  downloadUrl: lenient(answerText),
  downloadUrlExpiresAt: lenient(answerInstant),
  owner: known,
  altText: known,
});
