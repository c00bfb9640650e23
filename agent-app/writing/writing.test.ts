/** What helps in writing: quick replies and their variables, colleagues named in a note. */
import { describe, expect, test } from 'vitest'
import { askedAt } from './asked.ts'
import { blanksOf, filled } from './blanks.ts'
import { findPeople, findReplies, type Reply } from './find.ts'
import { fold, partsOf } from './fold.ts'
import { mentioned, piecesOf } from './mentions.ts'

const reply = (key: string, en: string, ja: string, queues: readonly string[] = []): Reply => ({
  key,
  title: { en, ja },
  text: { en: `${en}, text`, ja: `${ja}の本文` },
  queues,
})

describe('what is asked for at the caret', () => {
  test.each([
    ['/', 1, { sign: '/', query: '', from: 0, to: 1 }],
    ['Hello /ret', 10, { sign: '/', query: 'ret', from: 6, to: 10 }],
    ['承知しました。\n／返', 10, { sign: '/', query: '返', from: 8, to: 10 }],
    ['https://shop/ret', 16, null],
    ['and/or', 6, null],
    ['/ret urn', 8, null],
    ['森さん@ben', 7, null],
  ])('a slash in %j', (text, caret, expected) => {
    expect(askedAt(text, caret, ['/'])).toEqual(expected)
  })
  test('an at-sign, unless it is one of an address', () => {
    expect(askedAt('確認お願いします＠森', 10, ['/', '@'])).toMatchObject({ sign: '@', query: '森' })
    expect(askedAt('mail ann@exam', 13, ['@'])).toBeNull()
  })
  test('where a button has put the sign it counts without a space before it', () => {
    expect(askedAt('承知しました/', 7, ['/'])).toBeNull()
    expect(askedAt('承知しました/ret', 10, ['/'], 6)).toMatchObject({ query: 'ret', from: 6 })
  })
  test('nothing behind the caret counts', () => {
    expect(askedAt('/ret and more', 2, ['/'])).toMatchObject({ query: 'r', to: 2 })
  })
})

describe('variables', () => {
  const known = (name: string): string | null => ({ customer: '田中 美咲', 'field.order': '20931' })[name] ?? null
  test('what is known is put in, what is not stays to be seen', () => {
    const text = filled('{customer}様、ご注文{field.order}は{field.到着日}に届きます。{unheard}', known)
    expect(text).toBe('田中 美咲様、ご注文20931は{field.到着日}に届きます。{unheard}')
    expect(blanksOf(text)).toEqual([{ text: '{field.到着日}', from: 16, to: 27 }])
  })
  test('a value that looks like a variable is not filled in once more', () => {
    expect(filled('{customer}', (name) => (name === 'customer' ? '{agent}' : 'Ann'))).toBe('{agent}')
  })
  test('an empty value is none', () => expect(filled('{agent}', () => '')).toBe('{agent}'))
})

describe('quick replies', () => {
  const all = [
    reply('thanks', 'Thank you', 'お礼'),
    reply('return', 'How to return', 'ヘンピン方法'),
    reply('wait', 'Please wait for the return', 'お待ちください', ['que_orders']),
  ]
  const keys = (query: string, queue = 'que_orders'): readonly string[] =>
    findReplies(all, queue, query).map(({ key }) => key)
  test('the key’s beginning comes before what the title or the text holds', () => {
    expect(keys('ret')).toEqual(['return', 'wait'])
    expect(keys('th')).toEqual(['thanks', 'wait'])
  })
  test('kana of either kind and letters of either width find the same', () => {
    expect(keys('へんぴん')).toEqual(['return'])
    expect(keys('ＲＥＴＵＲＮ')).toEqual(['return', 'wait'])
  })
  test('those of other queues stay away', () => expect(keys('', 'que_support')).toEqual(['thanks', 'return']))
})

describe('colleagues in a note', () => {
  const people = [
    { agent: 'agt_1', name: 'Ben' },
    { agent: 'agt_2', name: 'Ben Carter' },
    { agent: 'agt_3', name: '森 千恵' },
  ]
  test('are found by any word of their name', () => {
    expect(findPeople(people, 'car').map(({ agent }) => agent)).toEqual(['agt_2'])
    expect(findPeople(people, '千').map(({ agent }) => agent)).toEqual(['agt_3'])
  })
  test('the longer of two names that begin alike is meant, and each is told once', () => {
    expect(mentioned('@Ben Carter and ＠森 千恵さん、@Ben Carter', people)).toEqual(['agt_2', 'agt_3'])
    expect(mentioned('mail @nobody', people)).toEqual([])
  })
  test('the pieces are the text', () => {
    const text = '＠森 千恵さん、@Ben を見てください @'
    const pieces = piecesOf(text, people)
    expect(pieces.map((piece) => piece.text).join('')).toBe(text)
    expect(pieces.filter(({ who }) => who !== null).map((piece) => piece.text)).toEqual(['＠森 千恵', '@Ben'])
  })
})

describe('what was looked for', () => {
  test('is marked as it was written', () => {
    expect(partsOf('ご返品の方法（Return）', 'return')).toEqual([
      { text: 'ご返品の方法（', found: false },
      { text: 'Return', found: true },
      { text: '）', found: false },
    ])
    expect(partsOf('カタカナ', 'たか')).toContainEqual({ text: 'タカ', found: true })
  })
  test('letters that fold into several mark nothing, and nothing wrong', () => {
    expect(partsOf('㍿の件', '件')).toEqual([{ text: '㍿の件', found: false }])
    expect(fold('ｶﾞｲﾄﾞ  ＡＢＣ')).toBe('がいど abc')
  })
})
