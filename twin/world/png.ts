/** Draws a small picture for an ad: a two-colour gradient that is always the same for the same key. */

import { deflateSync } from 'node:zlib';
import { mix, uniform } from '../random.ts';
import { crc32 } from './crc32.ts';

/** A tenth of 1200 × 628, the size LinkedIn recommends for single images. */
const width = 120;
const height = 63;
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Bit depth 8, colour type 2 (RGB), deflate, no filter method, no interlace (PNG specification, 11.2.2). */
const headerTail = [8, 2, 0, 0, 0];

export function drawPng(key: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  Buffer.from(headerTail).copy(header, 8);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(pixels(key))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function pixels(key: number): Buffer {
  const colour = (corner: number): number[] =>
    [0, 1, 2].map((part) => Math.floor(uniform(mix(mix(key, corner), part)) * 256));
  const from = colour(1);
  const to = colour(2);
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const blend = (x / width + y / height) / 2;
      for (let part = 0; part < 3; part += 1) {
        rows[y * (1 + width * 3) + 1 + x * 3 + part] = Math.round(
          (from[part] ?? 0) * (1 - blend) + (to[part] ?? 0) * blend,
        );
      }
    }
  }
  return rows;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
