import { describe, expect, test } from 'vitest'
import { Pixels } from './pixels.ts'

const ascii = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0))
const big = (value: number, bytes: number): number[] =>
  Array.from({ length: bytes }, (_, at) => Math.floor(value / 256 ** (bytes - 1 - at)) % 256)
const little = (value: number, bytes: number): number[] => big(value, bytes).toReversed()

const png = (width: number, height: number) => [
  ...[0x89, ...ascii('PNG\r\n\x1a\n')],
  ...[...big(13, 4), ...ascii('IHDR'), ...big(width, 4), ...big(height, 4), 8, 6, 0, 0, 0],
]
const gif = (width: number, height: number) => [...ascii('GIF89a'), ...little(width, 2), ...little(height, 2), 0, 0, 0]
const webp = (kind: string, body: number[]) => [
  ...ascii('RIFF'),
  0,
  0,
  0,
  0,
  ...ascii(`WEBP${kind}`),
  0,
  0,
  0,
  0,
  ...body,
]
const segment = (marker: number, body: number[]) => [0xff, marker, ...big(body.length + 2, 2), ...body]
const frame = (marker: number, width: number, height: number) =>
  segment(marker, [8, ...big(height, 2), ...big(width, 2), 3, 1, 0x11, 0])
const jpeg = (...segments: number[][]) => [0xff, 0xd8, ...segments.flat(), 0xff, 0xda, 0, 2, 1, 2, 3, 0xff, 0xd9]
const exif = segment(0xe1, [...ascii('Exif\0\0'), ...Array.from({ length: 40_000 }, () => 0xc0)])

function counted(bytes: readonly number[], chunkBytes: number): number | null {
  const pixels = new Pixels()
  for (let at = 0; at < bytes.length; at += chunkBytes) pixels.take(Uint8Array.from(bytes.slice(at, at + chunkBytes)))
  return pixels.count()
}

describe.each([1, 7, 100_000])('in chunks of %d bytes', (chunkBytes) => {
  test.each<[string, number[], number | null]>([
    ['PNG', png(640, 480), 640 * 480],
    ['PNG of more pixels than any memory', png(0xffffffff, 0xffffffff), 0xffffffff ** 2],
    ['GIF', gif(65_535, 65_535), 65_535 ** 2],
    ['WebP, lossy', webp('VP8 ', [0, 0, 0, 0x9d, 1, 0x2a, ...little(800, 2), ...little(600, 2), 0, 0]), 480_000],
    ['WebP, lossless', webp('VP8L', [0x2f, ...little(799 + 599 * 16_384, 4), 0, 0, 0, 0, 0, 0, 0]), 480_000],
    ['WebP, extended', webp('VP8X', [0, 0, 0, 0, ...little(16_383, 3), ...little(16_383, 3), 0, 0]), 16_384 ** 2],
    ['JPEG', jpeg(frame(0xc0, 4_000, 3_000)), 12_000_000],
    ['JPEG, progressive', jpeg(frame(0xc2, 4_000, 3_000)), 12_000_000],
    [
      'JPEG behind 40 kB of metadata, with tables and fill bytes',
      jpeg(exif, segment(0xc4, [1, 2]), [0xff], frame(0xc0, 9, 5)),
      45,
    ],
    ['JPEG without a frame', jpeg(exif), null],
    ['JPEG that breaks off', jpeg(exif, frame(0xc0, 9, 5)).slice(0, 20_000), null],
    ['JPEG with rubbish between segments', [0xff, 0xd8, 1, 2, 3, ...frame(0xc0, 9, 5)], null],
    ['text', ascii('only some words, which are none of a picture at all'), null],
    ['nothing', [], null],
  ])('%s', (_what, bytes, count) => expect(counted(bytes, chunkBytes)).toBe(count))
})
