import { expect, test } from 'vitest'
import { faultLine } from '../flow/faults.ts'
import { Knowledge, readEntries, type Entry } from './index.ts'
import { indexTokens, queryTokens } from './tokens.ts'

test('runs of one script are cut into pairs, never across two', () => {
  expect(queryTokens('クレジットカード払い')).toEqual(['クレ', 'レジ', 'ジッ', 'ット', 'トカ', 'カー', 'ード', '払'])
  expect(indexTokens('お届け日')).toEqual(['お', '届', 'け', '日'])
  expect(indexTokens('配送料')).toEqual(['配', '送', '料', '配送', '送料'])
})

test('full width, half width and case are one', () => {
  expect(queryTokens('ＡＰＰ')).toEqual(queryTokens('app'))
  expect(queryTokens('ｶｰﾄﾞ')).toEqual(queryTokens('カード'))
})

test('hiragana counts only where there is nothing else; words of asking do not', () => {
  expect(queryTokens('返品について教えてください')).toEqual(['返品'])
  expect(queryTokens('わからない')).toEqual(['わか', 'から', 'らな', 'ない'])
  expect(queryTokens('お願いします')).toEqual(['願'])
  expect(queryTokens('Could you please tell me how')).toEqual([])
})

test.each([
  ['delivery', 'deliveries', 'delivered', 'delivering'],
  ['cancel', 'cancelled', 'cancels', 'canceling', 'cancellation'],
  ['ship', 'shipping', 'shipped', 'ships', 'shipment'],
  ['pay', 'pays', 'payment'],
  ['size', 'sizes'],
])('%s and its forms are one word', (...forms) => {
  expect(new Set(forms.flatMap(queryTokens)).size).toBe(1)
})

const entry = (id: string, en: string, ja: string): Entry => ({
  id,
  question: { en, ja },
  answer: { en: 'A.', ja: '答。' },
})

test('カード is found within クレジットカード, as is a single kanji within a word', () => {
  const knowledge = new Knowledge([entry('card', 'Card', 'クレジットカード'), entry('shoes', 'Shoes', '長靴')])
  expect(knowledge.search('カード', 'ja')).toEqual([
    { entry: 'card', title: 'クレジットカード', text: '答。', score: 1 },
  ])
  expect(knowledge.search('靴', 'ja')[0]).toMatchObject({ entry: 'shoes', score: 1 })
})

test('what is hostile or huge finds nothing, and breaks nothing', () => {
  const knowledge = new Knowledge([entry('card', 'Card', 'カード')])
  for (const asked of [
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '<script>',
    '"; --',
    '\u0000',
    '👍',
    'z'.repeat(100_000),
  ])
    expect(knowledge.search(asked, 'en'), asked.slice(0, 20)).toEqual([])
  expect(new Knowledge([]).search('card', 'en')).toEqual([])
})

test.each([
  ['{"entries": []}', 'line 1: "entries" is []; it must be a list of 1 to 5000, each an entry'],
  [
    '{"entries": [\n{"id": "a", "question": {"en": "A", "ja": "あ"}}]}',
    'line 2: "entries/0/answer" is missing; add a text in both languages',
  ],
  [
    '{"entries": [\n{"id": "a", "question": {"en": "A"}, "answer": {"en": "A", "ja": "あ"}}]}',
    'line 2: "entries/0/question/ja" is missing',
  ],
  [
    '{"entries": [\n{"id": "A b", "question": {"en": "A", "ja": "あ"}, "answer": {"en": "A", "ja": "あ"}}]}',
    'line 2: "entries/0/id" is "A b"; it must be a short key',
  ],
  ['{"entries": [', 'line 1: the text ends within "entries"; close it with ].'],
])('a file that cannot be used is told with its line: %s', (written, sentence) => {
  const read = readEntries(written)
  expect('faults' in read ? read.faults.map(faultLine).join('\n') : '').toContain(sentence)
})

test('a key that stands twice', () => {
  const one = JSON.stringify(entry('a', 'A', 'あ'))
  const read = readEntries(`{"entries": [\n${one},\n${one}\n]}`)
  expect('faults' in read && read.faults.map(faultLine)).toEqual([
    'line 3: the key "a" stands twice; give one of the two another.',
  ])
})
