/**
 * PURE: what the agent asks for while writing: `/` and some letters for a quick reply, `@` and some for a colleague. It ends
 * where the caret is and holds no white space, so that a text that merely contains a slash opens nothing.
 */

export type Sign = '/' | '@'

export interface Asked {
  readonly sign: Sign
  /** What was typed after the sign. */
  readonly query: string
  /** Where it stands in the text, the sign included. */
  readonly from: number
  readonly to: number
}

/** Longer than any key or name is typed out: somebody writes a path, not a question. */
const queryMax = 40

/** Slash and at-sign as an input method may leave them, too. */
const signs: Readonly<Record<string, Sign>> = { '/': '/', '／': '/', '@': '@', '＠': '@' }

/**
 * What is asked for at the caret, null for nothing. `allowed`: the signs that mean something here; `put`: where a button has
 * put one, which then needs no space before it.
 */
export function askedAt(text: string, caret: number, allowed: readonly Sign[], put = -1): Asked | null {
  const before = text.slice(0, caret)
  const typed = /[/／@＠]([^\s/／@＠]*)$/.exec(before)
  if (typed === null || (typed[1] ?? '').length > queryMax) return null
  const sign = signs[typed[0].charAt(0)]
  if (sign === undefined || !allowed.includes(sign)) return null
  const beside = before.charAt(typed.index - 1)
  // A slash begins a word, or it is one of an address; before an at-sign stands no letter of an e-mail address.
  const begins = sign === '/' ? /^\s?$/.test(beside) : !/[\w.+-]/.test(beside)
  return begins || typed.index === put ? { sign, query: typed[1] ?? '', from: typed.index, to: caret } : null
}
