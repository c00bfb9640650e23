import { expect, test } from 'vitest'
import { pieces } from './links.ts'

const links = (text: string) => pieces(text).flatMap((piece) => piece.href ?? [])

test.each([
  ['see https://example.com/a?b=c#d now', ['https://example.com/a?b=c#d']],
  ['at https://example.com/track. Thanks', ['https://example.com/track']],
  ['こちらです。https://example.com/日本語。ご覧ください', ['https://example.com/日本語']],
  ['「https://example.com」と(http://example.org)', ['https://example.com', 'http://example.org']],
  ['javascript:alert(1) data:text/html,x ftp://x.y', []],
  ['https://', []],
  ['no link', []],
])('%s', (text, found) => expect(links(text)).toEqual(found))

test('no character is lost or doubled', () => {
  const text = 'a https://x.jp/1, b http://y.jp. <b>c</b> https://'
  expect(
    pieces(text)
      .map((piece) => piece.text)
      .join(''),
  ).toBe(text)
})
