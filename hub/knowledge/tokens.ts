/**
 * Words of a text for the index. Japanese has no spaces, and a dictionary would hide クレジットカード from who asks for
 * カード: so each run of one script is cut into pairs of characters, and never across two scripts, where pairs mean nothing.
 * English words are cut back to a rough stem.
 */

/** Runs of one script: letters and digits, kanji, katakana with its long sign, hiragana. */
const runs = /[a-z0-9]+(?:'[a-z]+)?|[\p{Script=Han}々〆ヶ]+|[\p{Script=Katakana}ー]+|\p{Script=Hiragana}+/gu

const isHan = (run: string): boolean => /^[\p{Script=Han}々〆ヶ]/u.test(run)
const isHiragana = (run: string): boolean => /^\p{Script=Hiragana}/u.test(run)
const isLatin = (run: string): boolean => /^[a-z0-9]/.test(run)

const stopWords = new Set(
  `a about am an and any anyone are as at be been but by can could did do does doing for from get give go had has have hello help hi how i i'd i'm
   if in is it its just know let like long many me much my need of on or our please question should so some tell than thank thanks that the their them then
   there they this to want was we what when where which who why will with would you your`.split(/\s+/),
)

/** What people say around what they ask. */
const around =
  /教えて(ください|下さい|ほしい|欲しい)?|知りたい(です)?|(を)?お?願い(します|いたします)?|お?尋ね(します|です)?|(に|へ)ついて|ですか|ますか|でしょうか|ください|下さい|どうすれば(いい|良い|よい)|どうやって|方法|場合|質問/gu

/** The words that a text is found by. */
export const indexTokens = (text: string): string[] =>
  runsOf(plain(text)).flatMap((run) => {
    if (isLatin(run)) return stopWords.has(run) ? [] : [stem(run)]
    // A single kanji is a word, and may be asked for alone.
    return isHan(run) && run.length > 1 ? [...run, ...pairs(run)] : pairs(run)
  })

/** The words that are asked for. Hiragana is mostly grammar: it counts only where nothing else is there, or where it asks when, where or how much. */
export function queryTokens(text: string): string[] {
  const written = plain(text)
  const asked = wordsOf(runsOf(written.replace(around, ' ')))
  return [...new Set(asked.length > 0 ? asked : wordsOf(runsOf(written)))]
}

/** When, where, how much: hiragana that says what is asked. */
const askingPairs = new Set(['いつ', 'どこ', 'くら'])

function wordsOf(found: readonly string[]): string[] {
  const words = found.flatMap((run) => {
    if (isLatin(run)) return stopWords.has(run) ? [] : [stem(run)]
    return isHiragana(run) ? pairs(run).filter((pair) => askingPairs.has(pair)) : pairs(run)
  })
  return words.length > 0 ? words : found.filter(isHiragana).flatMap(pairs)
}

const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replaceAll('’', "'")

const runsOf = (text: string): string[] => text.match(runs) ?? []

/** `配送状況` is 配送, 送状, 状況; one character is itself. */
function pairs(run: string): string[] {
  const characters = [...run]
  if (characters.length === 1) return characters
  return characters.slice(1).map((character, at) => characters[at]! + character)
}

/** `deliveries`, `delivered` and `delivering` are one word with `delivery`; what is short stays. */
function stem(word: string): string {
  const bare = word.replace(/'[a-z]+$/, '')
  if (bare.length < 4 || /\d/.test(bare)) return bare
  const cut = bare
    .replace(/(?:ies|ied|ying)$/, 'y')
    .replace(/([^s])s$/, '$1')
    .replace(/(.{3,})(?:ing|ed|ation|ment)$/, '$1')
    .replace(/(.)\1$/, '$1')
  return cut.length > 3 ? cut.replace(/[ey]$/, '') : cut
}
