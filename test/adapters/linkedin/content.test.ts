import { describe, expect, test } from 'vitest';
import { contentReader } from '../../../adapters/linkedin/content.ts';
import { sender } from '../../../adapters/linkedin/sender.ts';
import type { Creative } from '../../../core/ports/ad-platform.ts';
import { json, scriptedLinkedIn } from './scripted-linkedin.ts';

const creative = (content: object | undefined, change: Partial<Creative> = {}): Creative => ({
  creative_id: 'urn:li:sponsoredCreative:1',
  account_id: '5',
  campaign_id: '10',
  name: null,
  intended_status: 'ACTIVE',
  is_serving: true,
  review_status: 'APPROVED',
  rejection_reasons: [],
  hold_reasons: [],
  content_reference: (content as { reference?: string } | undefined)?.reference ?? null,
  call_to_action: null,
  created_at: null,
  modified_at: null,
  source: content ? { content } : {},
  ...change,
});

/** Answers by decoded path; what is not there is a 404. */
function readerOf(answers: Record<string, [status: number, body: object]>) {
  const linkedIn = scriptedLinkedIn(({ target }) => json(...(answers[decodeURIComponent(target)] ?? [404, {}])), {
    attempts: 1,
  });
  return { ...contentReader(sender(linkedIn.options)), sent: linkedIn.sent };
}

const article = {
  id: 'urn:li:share:1',
  author: 'urn:li:person:abc',
  commentary: 'Read on',
  content: {
    article: { source: 'https://example.org/a', title: 'Head', description: 'Desc', thumbnail: 'urn:li:image:T' },
  },
  contentCallToActionLabel: 'LEARN_MORE',
  lifecycleState: 'PUBLISHED',
};

describe('what an ad says', () => {
  test('comes from its post and the picture of its post', async () => {
    const reader = readerOf({
      '/posts/urn:li:share:1': [200, article],
      '/images/urn:li:image:T': [
        200,
        { id: 'urn:li:image:T', downloadUrl: 'https://x/i', downloadUrlExpiresAt: 1800000000000 },
      ],
    });
    expect(await reader.content(creative({ reference: 'urn:li:share:1' }))).toEqual({
      creative_id: 'urn:li:sponsoredCreative:1',
      status: 'ok',
      format: 'article',
      headline: 'Head',
      description: 'Desc',
      introductory_text: 'Read on',
      call_to_action: 'LEARN_MORE',
      landing_page: 'https://example.org/a',
      image_urn: 'urn:li:image:T',
      image_url: 'https://x/i',
      image_url_expires_at: '2027-01-15T08:00:00.000Z',
      drift: [],
    });
  });

  test('is looked up once for creatives that show the same post', async () => {
    const reader = readerOf({ '/posts/urn:li:share:1': [200, { ...article, content: {} }] });
    const one = creative({ reference: 'urn:li:share:1' });
    const other = creative({ reference: 'urn:li:share:1' }, { creative_id: 'urn:li:sponsoredCreative:2' });
    const contents = await Promise.all([reader.content(one), reader.content(other)]);
    expect(contents.map(({ creative_id }) => creative_id)).toEqual([one.creative_id, other.creative_id]);
    expect(reader.sent).toHaveLength(1);
  });

  test('comes from the creative itself where it has inline text', async () => {
    const reader = readerOf({ '/images/urn:li:image:L': [200, { downloadUrl: 'https://x/l' }] });
    const textAd = { headline: 'H', description: 'D', image: 'urn:li:image:L', landingPage: 'https://example.org' };
    expect(await reader.content(creative({ textAd }))).toMatchObject({
      status: 'ok',
      format: 'textAd',
      headline: 'H',
      description: 'D',
      introductory_text: null,
      landing_page: 'https://example.org',
      image_url: 'https://x/l',
      image_url_expires_at: null,
    });
  });

  test('takes the label of a lead form where the post has none', async () => {
    const reader = readerOf({
      '/posts/urn:li:ugcPost:2': [
        200,
        { commentary: 'Hi', content: { media: { id: 'urn:li:video:V', title: 'Film' } } },
      ],
    });
    expect(
      await reader.content(creative({ reference: 'urn:li:ugcPost:2' }, { call_to_action: 'DOWNLOAD' })),
    ).toMatchObject({
      format: 'video',
      headline: 'Film',
      call_to_action: 'DOWNLOAD',
      image_urn: null,
    });
  });

  test('of a carousel is that of its first card', async () => {
    const cards = [
      { media: { id: 'urn:li:image:1', title: 'One' }, landingPage: 'https://example.org/1' },
      { media: { id: 'urn:li:image:2', title: 'Two' }, landingPage: 'https://example.org/2' },
    ];
    const reader = readerOf({ '/posts/urn:li:share:1': [200, { content: { carousel: { cards } } }] });
    expect(await reader.content(creative({ reference: 'urn:li:share:1' }))).toMatchObject({
      format: 'carousel',
      headline: 'One',
      landing_page: 'https://example.org/1',
      image_urn: 'urn:li:image:1',
      image_url: null,
    });
  });

  test.each([
    ['deleted', 404, {}],
    ['forbidden', 403, { message: 'Not enough permissions to access: partnerApiPostsExternal.GET' }],
    ['unsupported', 400, { code: 'INVALID_URN_TYPE', message: 'wrong URN type' }],
  ])('is %s when its post answers %i', async (status, http, body) => {
    const reader = readerOf({ '/posts/urn:li:share:1': [http, body] });
    expect(await reader.content(creative({ reference: 'urn:li:share:1' }))).toMatchObject({ status, headline: null });
  });

  test('is not looked up for a message', async () => {
    const reader = readerOf({});
    expect((await reader.content(creative({ reference: 'urn:li:adInMailContent:3' }))).status).toBe('inmail');
    expect(reader.sent).toEqual([]);
  });

  test('is unsupported for other kinds, and none where there is no content', async () => {
    const reader = readerOf({});
    expect(await reader.content(creative({ document: { id: 'urn:li:document:1' } }))).toMatchObject({
      status: 'unsupported',
      format: 'document',
    });
    expect(await reader.content(creative({ reference: 'urn:li:event:1' }))).toMatchObject({ status: 'unsupported' });
    expect(await reader.content(creative(undefined))).toMatchObject({ status: 'none', format: null });
  });

  test('keeps its text when the picture cannot be read', async () => {
    const reader = readerOf({ '/posts/urn:li:share:1': [200, article], '/images/urn:li:image:T': [403, {}] });
    expect(await reader.content(creative({ reference: 'urn:li:share:1' }))).toMatchObject({
      status: 'ok',
      headline: 'Head',
      image_urn: 'urn:li:image:T',
      image_url: null,
    });
  });

  test('is not guessed when LinkedIn is down, and is asked for anew the next time', async () => {
    const answers: Record<string, [number, object]> = { '/posts/urn:li:share:1': [503, {}] };
    const reader = readerOf(answers);
    await expect(reader.content(creative({ reference: 'urn:li:share:1' }))).rejects.toThrow(
      'The platform is not responding',
    );
    answers['/posts/urn:li:share:1'] = [200, { commentary: 'Back' }];
    expect((await reader.content(creative({ reference: 'urn:li:share:1' }))).introductory_text).toBe('Back');
  });

  test('reports fields that are new', async () => {
    const reader = readerOf({
      '/posts/urn:li:share:1': [200, { commentary: 'Hi', content: { hologram: { id: 1 } }, boosted: true }],
    });
    expect(await reader.content(creative({ reference: 'urn:li:share:1' }))).toMatchObject({
      drift: [
        { path: 'post.boosted', change: 'unknown', seen: 1 },
        { path: 'post.content.hologram', change: 'unknown', seen: 1 },
      ],
    });
  });
});
