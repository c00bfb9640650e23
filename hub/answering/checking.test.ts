import { expect, test } from 'vitest'
import { checkAnswer } from './checking.ts'

const shipping = {
  entry: 'shipping-cost',
  title: '送料はいくらですか。',
  text: '送料は全国一律550円です。5,000円以上のご注文は無料です。詳しくは https://shop.example.jp/shipping をご覧ください。',
  score: 0.6,
}
const returns = { entry: 'return-how', title: 'How do I return?', text: 'Within 30 days, by mail.', score: 0.3 }
const given = [shipping, returns]

test.each([
  ['送料は550円です。\nSOURCES: shipping-cost', ['shipping-cost']],
  ['送料は５５０円、5000円以上で無料です。\n\nSOURCES: shipping-cost\n', ['shipping-cost']],
  ['5,000円以上は無料で、30 days です。\n**Sources:** return-how, shipping-cost', ['return-how', 'shipping-cost']],
  ['https://shop.example.jp/shippingをご覧ください。\nsources： shipping-cost.', ['shipping-cost']],
])('what rests on the entries is said, without its last line: %#', (written, entries) => {
  const checked = checkAnswer(written, given)
  expect('used' in checked ? checked.used.map(({ entry }) => entry) : checked).toEqual(entries)
  expect('text' in checked && checked.text).not.toMatch(/sources/i)
})

test.each([
  ['送料は550円です。', 'unsourced'],
  ['送料は550円です。\nSOURCES: shipping-cost, made-up', 'unsourced'],
  ['送料は550円です。\nSOURCES: Shipping-Cost', 'unsourced'],
  ['SOURCES: shipping-cost\n送料は550円です。', 'unsourced'],
  ['SOURCES: shipping-cost', 'unsourced'],
  ['', 'unsourced'],
  [`${'x'.repeat(2_001)}\nSOURCES: shipping-cost`, 'unsourced'],
  ['わかりません。\nSOURCES: none', 'unknown'],
  ['SOURCES:', 'unknown'],
  ['送料は600円です。\nSOURCES: shipping-cost', 'unfounded'],
  // It stands in an entry that was given, but not in the one that is named.
  ['30日以内です。\nSOURCES: shipping-cost', 'unfounded'],
  ['https://evil.example/ へどうぞ。\nSOURCES: shipping-cost', 'unfounded'],
  ['evil.example へどうぞ。\nSOURCES: shipping-cost', 'unfounded'],
  ['https://shop.example.jp/shipping?to=evil へ。\nSOURCES: shipping-cost', 'unfounded'],
  ['help@evil.example にメールを。\nSOURCES: shipping-cost', 'unfounded'],
])('what does not is dropped: %#', (written, dropped) => {
  expect(checkAnswer(written, given)).toEqual({ dropped })
})

test('a text that is made to take long does not', () => {
  const hostile = `${'\n '.repeat(2_000)}${'*_# '.repeat(500)}${'a.'.repeat(300)}${'1,'.repeat(300)}`
  expect(checkAnswer(`x${hostile}\nSOURCES: shipping-cost`, given)).toHaveProperty('dropped')
})
