import { expect, test } from 'vitest'
import { textParts, webAddress } from './links.ts'

const links = (text: string): string[] => textParts(text).flatMap(({ href }) => href ?? [])

test('nothing of the text is lost or added', () => {
  for (const text of [
    '',
    'no link',
    'a https://x.example/b c',
    'https://x.example',
    'http://',
    'https://a.example)。次',
  ])
    expect(
      textParts(text)
        .map((part) => part.text)
        .join(''),
    ).toBe(text)
})
test('punctuation after a link stays outside, also Japanese', () => {
  expect(links('See https://x.example/a?b=1.')).toEqual(['https://x.example/a?b=1'])
  expect(links('（https://x.example/a）をご覧ください')).toEqual(['https://x.example/a'])
  expect(links('(https://x.example)')).toEqual(['https://x.example'])
})
test('only pages of the web become links', () => {
  expect(links('javascript:alert(1) data:text/html,x file:///etc http://')).toEqual([])
  expect(webAddress('javascript:alert(1)')).toBeNull()
  expect(webAddress('')).toBeNull()
  expect(webAddress('https://shop.example/cart')?.host).toBe('shop.example')
})
