/**
 * Whether somebody asks for a person. Only a text that says nothing else counts: "オペレーターにつないでください" and "can I
 * talk to a human please" do, "my agent number is 5" does not. Words are few and whole, so that nothing is guessed.
 */
import { folded, squeezed } from './normal.ts'

const english = {
  core: words(
    'person human agent operator representative rep someone somebody staff advisor adviser people assistant clerk receptionist humans',
  ),
  around: words(
    `i d ll m id ill we you can could may would will let me get give want like need wanna to talk talking speak speaking chat with connect
     transfer put through for a an the real live actual some just now please thanks thank help from of your one by contact call pls hi hello
     customer service support`,
  ),
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/))
}

/** Whoever is asked for; a single kanji only counts beside a word that asks. */
const japaneseCore =
  `コミュニケーター コミュニケータ オペレーター オペレータ おぺれーたー オペレーターさん 担当者 担当の方 担当の人 ご担当者 係の人 係の方 係員
  スタッフ 有人 有人対応 有人チャット 人間 生身の人 本物の人`.split(/\s+/)
const japaneseWeak = ['人', 'ひと', '方', '担当']
const japaneseAround =
  `直接 早く すぐに すぐ 今すぐ 電話 チャット と に を で へ の は が 話がしたい 話をしたい 話したい はなしたい 話せますか 話せる 話させて 話す 会話したい 相談したい
  相談 繋いで つないで 繋げて つなげて 接続して 代わって かわって 変わって 替わって 交代して 呼んで 出して 対応して 対応 希望 お願い おねがい します 致します いたします ください 下さい
  いただけますか 頂けますか もらえますか くれますか ほしい 欲しい です ます が良い がいい いい 問い合わせ 問い合わせたい さん か`.split(
    /\s+/,
  )
const japaneseAll = [...japaneseCore, ...japaneseWeak, ...japaneseAround].toSorted((a, b) => b.length - a.length)

/** True when the text asks for a person and says nothing else. `more`: a flow's own words for one. */
export function wantsPerson(text: string, more: readonly string[] = []): boolean {
  if (text.length > 80) return false
  const plain = squeezed(text)
  if (more.some((word) => squeezed(word) === plain)) return true
  return inEnglish(folded(text)) || inJapanese(plain)
}

function inEnglish(text: string): boolean {
  const said = text.split(' ')
  return (
    said.some((word) => english.core.has(word)) &&
    said.every((word) => english.core.has(word) || english.around.has(word))
  )
}

/** Covers the text by the longest known words from its beginning. */
function inJapanese(text: string): boolean {
  const said: string[] = []
  for (let rest = text; rest !== ''; rest = rest.slice(said.at(-1)!.length)) {
    const next = japaneseAll.find((word) => rest.startsWith(word))
    if (next === undefined) return false
    said.push(next)
  }
  if (said.some((word) => japaneseCore.includes(word))) return true
  return said.some((word) => japaneseWeak.includes(word)) && said.some((word) => word.length >= 3)
}
