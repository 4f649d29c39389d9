import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../../twin/world/crc32.ts';
import { account, type Client, part, startClient } from './client.ts';

const size = { campaigns: 16, creativesPerCampaign: 15 };

async function creativesOf(client: Client, id: number = account.usd): Promise<Record<string, unknown>[]> {
  return client.elements(`/rest/adAccounts/${id}/creatives?q=criteria&pageSize=100`);
}

const referenceOf = (creative: Record<string, unknown>): string => String(part(creative, 'content', 'reference'));

async function posts(client: Client): Promise<{ status: number; body: unknown }[]> {
  const found = [];
  for (const creative of await creativesOf(client)) {
    if (referenceOf(creative).startsWith('urn:li:share:'))
      found.push(await client.get(`/rest/posts/${encodeURIComponent(referenceOf(creative))}`));
  }
  return found;
}

describe('the content of a creative', () => {
  it('is a post with text, a call to action and a landing page on a reserved domain', async () => {
    const client = await startClient();
    const readable = (await posts(client)).filter(({ status }) => status === 200);
    expect(readable.length).toBeGreaterThan(20);
    for (const { body } of readable) {
      expect(String(part(body, 'commentary')).length).toBeGreaterThan(20);
      expect(part(body, 'contentCallToActionLabel')).toMatch(/^[A-Z_]+$/);
      expect(new URL(String(part(body, 'contentLandingPage'))).hostname).toMatch(/\.example$/);
    }
    const kinds = new Set(readable.flatMap(({ body }) => Object.keys(part(body, 'content') as object)));
    expect([...kinds].sort()).toEqual(['article', 'carousel', 'media']);
  });

  it('is sometimes gone and sometimes not to be read', async () => {
    const client = await startClient({ size });
    const statuses = new Set((await posts(client)).map(({ status }) => status));
    expect([...statuses].sort()).toEqual([200, 403, 404]);
  });

  it('is no post for a message ad', async () => {
    const client = await startClient();
    const message = (await creativesOf(client))
      .map(referenceOf)
      .find((reference) => reference.startsWith('urn:li:adInMailContent:'));
    const answer = await client.get(`/rest/posts/${encodeURIComponent(message ?? '')}`);
    expect([answer.status, part(answer.body, 'code')]).toEqual([400, 'INVALID_URN_TYPE']);
  });

  it('is inline for a text ad', async () => {
    const client = await startClient();
    const inline = (await creativesOf(client, account.eur)).find(({ content }) => part(content, 'textAd'));
    expect(Object.keys(part(inline, 'content', 'textAd') as object).sort()).toEqual([
      'description',
      'headline',
      'image',
      'landingPage',
    ]);
  });

  it('needs the scope for posts', async () => {
    const client = await startClient();
    const { body } = await client.form('/oauth/v2/accessToken', {
      grant_type: 'authorization_code',
      code: 'twin-code:r_ads',
      redirect_uri: 'http://127.0.0.1/',
      client_id: 'twin-client',
      client_secret: 'twin-secret',
    });
    const [creative] = await creativesOf(client);
    const path = `/rest/posts/${encodeURIComponent(referenceOf(creative ?? {}))}`;
    expect((await client.get(path, { authorization: `Bearer ${part(body, 'access_token')}` })).status).toBe(403);
  });
});

describe('images', () => {
  it('are PNG files whose address expires', async () => {
    const client = await startClient();
    const { body: post } = (await posts(client)).find(
      ({ status, body }) => status === 200 && part(body, 'content', 'media'),
    ) ?? { body: null };
    const image = await client.get(`/rest/images/${encodeURIComponent(String(part(post, 'content', 'media', 'id')))}`);
    const address = String(part(image.body, 'downloadUrl'));
    const file = await fetch(address);
    const bytes = Buffer.from(await file.arrayBuffer());
    expect([file.status, file.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect(pixelsOf(bytes)).toBe(63 * (1 + 120 * 3));
    expect((await fetch(address.replace(/t=.*/, 't=0'))).status).toBe(404);
    client.twin.advance('24h');
    expect((await fetch(address)).status).toBe(403);
  });

  it('come with videos by URN, not by the finder', async () => {
    const client = await startClient();
    const finder = await client.get('/rest/videos?q=associatedAccount');
    expect(finder.status).toBe(403);
    const video = (await posts(client))
      .map(({ body }) => String(part(body, 'content', 'media', 'id')))
      .find((urn) => urn.startsWith('urn:li:video:'));
    expect((await client.get(`/rest/videos/${encodeURIComponent(video ?? '')}`)).status).toBe(200);
  });
});

/** Bytes of raw picture data in a PNG, its checksums checked on the way. */
function pixelsOf(png: Buffer): number {
  expect(png.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
  const data: Buffer[] = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const body = png.subarray(at + 4, at + 8 + length);
    expect(png.readUInt32BE(at + 8 + length)).toBe(crc32(body));
    if (body.subarray(0, 4).toString() === 'IDAT') data.push(body.subarray(4));
    at += 12 + length;
  }
  return inflateSync(Buffer.concat(data)).length;
}
