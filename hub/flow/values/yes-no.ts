/** Yes or no, as people say it in both languages. */
import { squeezed } from '../normal.ts'
import { sentences } from '../translations.ts'
import type { ValueKind } from './kind.ts'

const said = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/))
const yes = said(
  `yes y yeah yep yup ok okay sure true right correct ofcourse yesplease itdid itdoes solved resolved はい はいはい ええ うん そう そうです その通り そのとおり
   お願いします 解決 解決した 解決しました できました 大丈夫 大丈夫です 1 ○ 有 あり あります`,
)
const no = said(
  `no n nope nah false wrong notreally nothanks nothankyou itdidnot itdidn't notyet いいえ いえ いや ううん 違う 違います ちがいます 要らない いりません 結構です
   解決しない 解決していない 解決していません 解決しません できない できません まだ まだです 2 × 無 なし ありません`,
)

/** True, false, or null for neither. */
export function readYesNo(typed: string): boolean | null {
  const text = squeezed(typed)
  return yes.has(text) ? true : no.has(text) ? false : null
}

export const yesNo: ValueKind<object> = {
  properties: {},
  read(typed) {
    const value = readYesNo(typed)
    return value === null ? { problem: (told) => told.askYesNo } : { value }
  },
  fit: (value) => (typeof value === 'boolean' ? value : null),
  show: (value, _declared, locale) => (value === true ? sentences[locale].yes : sentences[locale].no),
}
