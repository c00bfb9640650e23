/**
 * What people type, brought to one form: full-width digits and letters, half-width kana, circled numbers and the many
 * dashes become what a machine compares. Numbers are read as they are written in either language.
 */

/** NFKC, one space between words, none around. */
export const normal = (text: string): string => text.normalize('NFKC').replace(/\s+/gu, ' ').trim()

/** For comparing: also without case, and without what stands around or between words. */
export const folded = (text: string): string =>
  normal(text)
    .toLowerCase()
    .replace(/[\s。、．，！？!?.,:;'"’“”「」『』()・…~〜-]+/gu, ' ')
    .trim()

/** Folded, and without any space: Japanese has none, and who types some means the same. */
export const squeezed = (text: string): string => folded(text).replaceAll(' ', '')

const dashes = /[‐‑‒–—―−ー－ｰ]/gu

/** Normal, with every kind of dash written as `-`: for telephone numbers and codes. */
export const plainDashes = (text: string): string => normal(text).replace(dashes, '-')

const kanjiDigits: Readonly<Record<string, number>> = {
  〇: 0,
  零: 0,
  一: 1,
  二: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
}
const kanjiUnits: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1_000 }
const kanjiGroups: Readonly<Record<string, number>> = { 万: 10_000, 億: 100_000_000 }

/** `三千五百`, `3千`, `百二十三万`, `二〇二六`; null for what is no number. */
export function readKanjiNumber(text: string): number | null {
  if (!/^[〇零一二三四五六七八九十百千万億\d]+$/u.test(text)) return null
  if (/^[〇零一二三四五六七八九]+$/u.test(text)) return Number([...text].map((c) => kanjiDigits[c]).join(''))
  let total = 0
  let group = 0
  let digits = ''
  for (const character of text) {
    if (character in kanjiGroups) {
      const count = group + Number(digits || (group === 0 ? 1 : 0))
      total += count * kanjiGroups[character]!
      group = 0
      digits = ''
    } else if (character in kanjiUnits) {
      group += (digits === '' ? 1 : Number(digits)) * kanjiUnits[character]!
      digits = ''
    } else digits += character in kanjiDigits ? String(kanjiDigits[character]) : character
  }
  return total + group + Number(digits || 0)
}

const englishNumbers = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ')
const counters = /^(円|個|点|枚|本|名|人|件|冊|回|台|箱|つ|コ|yen|jpy|pieces?|items?|pcs|people|times)?$/u

/** `１，２３４`, `¥1,200`, `三千円`, `5個`, `twelve`, `-3.5`; null for what is no number. */
export function readNumber(text: string): number | null {
  const plain = plainDashes(text)
    .toLowerCase()
    .replace(/^(約|about |¥)\s*/u, '')
  const english = englishNumbers.indexOf(plain)
  if (english >= 0) return english
  const [, digits = '', unit = ''] = /^(-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?) ?([^\d\s,.-]*)$/u.exec(plain) ?? []
  if (digits !== '' && counters.test(unit)) return bounded(Number(digits.replaceAll(',', '')))
  const [, kanji = '', after = ''] =
    /^([〇零一二三四五六七八九十百千万億\d]+) ?(\D*)$/u.exec(plain.replace(/(\d),(?=\d{3})/g, '$1')) ?? []
  return kanji !== '' && counters.test(after) ? bounded(readKanjiNumber(kanji)) : null
}

/** Beyond this a number is not exact any more. */
const bounded = (value: number | null): number | null =>
  value !== null && Math.abs(value) <= Number.MAX_SAFE_INTEGER ? value : null
