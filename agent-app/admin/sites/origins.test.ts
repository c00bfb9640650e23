import { expect, test } from 'vitest'
import { originFault } from './origins.ts'

test.each([
  ['https://shop.example.jp', null],
  ['http://localhost:8080', null],
  ['https://shop.example.jp:8443', null],
  ['https://shop.example.jp/', 'path'],
  ['https://SHOP.example.jp', 'path'],
  ['https://shop.example.jp:443', 'path'],
  ['https://shop.example.jp/cart?x=1', 'path'],
  ['https://*.example.jp', 'star'],
  ['shop.example.jp', 'scheme'],
  ['javascript:alert(1)', 'scheme'],
  ['https://', 'wrong'],
  ['http://shop.example.jp', 'plain'],
])('the origin %s is %s', (text, kind) => expect(originFault(text)?.kind ?? null).toBe(kind))

test('what stands behind an origin is taken off', () =>
  expect(originFault('https://shop.example.jp/cart')).toEqual({ kind: 'path', origin: 'https://shop.example.jp' }))
