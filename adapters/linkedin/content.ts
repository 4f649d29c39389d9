/** What an ad says: the creative, then its post or its inline text, then the image. */

import type { AdContents, ContentStatus, Creative, CreativeContent, JsonObject } from '../../core/ports/ad-platform.ts';
import { AccessDeniedError, EntityNotFoundError, RequestRefusedError } from '../../core/ports/ad-platform-errors.ts';
import type { ApiCall, Send } from './api-call.ts';
import { blankContent, inlineText, type PostText, postText } from './content-text.ts';
import { driftCounter, unknownPaths } from './drift.ts';
import { imageCall, postCall } from './endpoints.ts';
import { withoutPersons } from './person-data.ts';
import { creativeContent, imageAnswer, postAnswer } from './schemas/creatives.ts';
import { typeOf } from './urns.ts';

const postTypes = new Set(['share', 'ugcPost']);
const noStatus = { status: 'none' as const };

type Found = { status: 'ok'; json: JsonObject } | { status: Exclude<ContentStatus, 'ok'> };

/** Posts and images are remembered for the reader's life: creatives of several campaigns often show one post. */
export function contentReader(send: Send): AdContents {
  const look = rememberedLookUps(send);

  return {
    async content(creative) {
      const reference = creative.content_reference;
      if (reference === null) return await withImage(look, inlineContent(creative));
      const type = typeOf(reference);
      // A message is no post: /posts would answer 400 INVALID_URN_TYPE.
      if (type === 'adInMailContent') return { ...blankContent(creative), status: 'inmail' };
      if (!postTypes.has(type)) return { ...blankContent(creative), status: 'unsupported' };
      const found = await look(postCall(reference));
      if (found.status !== 'ok') return { ...blankContent(creative), status: found.status };
      return await withImage(look, postContent(creative, found.json));
    },
  };
}

function inlineContent(creative: Creative): CreativeContent {
  const content = creativeContent.safeParse(creative.source.content).data;
  const inline = content && inlineText(content);
  if (inline) {
    const call_to_action = inline.call_to_action ?? creative.call_to_action;
    return { ...blankContent(creative), ...inline, call_to_action, status: 'ok' };
  }
  const kinds = Object.keys((creative.source.content as JsonObject | undefined) ?? {});
  return { ...blankContent(creative), format: kinds[0] ?? null, status: kinds.length > 0 ? 'unsupported' : 'none' };
}

function postContent(creative: Creative, json: JsonObject): CreativeContent {
  const clean = withoutPersons(json);
  const post = postAnswer.parse(clean);
  const text: PostText = postText(post);
  const drift = driftCounter();
  drift.add('unknown', unknownPaths(clean, post, 'post'));
  return {
    ...blankContent(creative),
    ...text,
    call_to_action: text.call_to_action ?? creative.call_to_action,
    status: 'ok',
    drift: drift.list(),
  };
}

/** A missing picture does not spoil the text: its address is then null. */
async function withImage(look: LookUp, content: CreativeContent): Promise<CreativeContent> {
  const found = content.image_urn === null ? noStatus : await look(imageCall(content.image_urn));
  const image = found.status === 'ok' ? imageAnswer.safeParse(found.json).data : undefined;
  return {
    ...content,
    image_url: image?.downloadUrl ?? null,
    image_url_expires_at: image?.downloadUrlExpiresAt ?? null,
  };
}

type LookUp = (call: ApiCall) => Promise<Found>;

/** Answers, and the refusals that say something about the content. Other errors are thrown and not remembered. */
function rememberedLookUps(send: Send): LookUp {
  const lookUps = new Map<string, Promise<Found>>();
  return (call) => {
    const known = lookUps.get(call.path);
    if (known) return known;
    const lookUp = lookUpOnce(send, call);
    lookUps.set(call.path, lookUp);
    lookUp.catch(() => lookUps.delete(call.path));
    return lookUp;
  };
}

async function lookUpOnce(send: Send, call: ApiCall): Promise<Found> {
  try {
    return { status: 'ok', json: (await send(call)).json };
  } catch (error) {
    if (error instanceof EntityNotFoundError) return { status: 'deleted' };
    if (error instanceof AccessDeniedError) return { status: 'forbidden' };
    if (error instanceof RequestRefusedError && error.code === 'INVALID_URN_TYPE') return { status: 'unsupported' };
    throw error;
  }
}
