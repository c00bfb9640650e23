/**
 * Requirements as people write them: `lang.ja>=4 && billing>=3 || vip`. `&&` binds closer than `||`, parentheses group, a
 * name alone asks for the skill at any level, or for the attribute. Read once, into the normal form of requirements.ts.
 */
import { both, either, setsMax, type NormalForm } from './requirements.ts'

/** What stands where something else should. The code and the numbers are data; `expected` is English, for people. */
export interface ExpressionError {
  readonly code: 'requirement.syntax' | 'requirement.long' | 'requirement.manifold'
  /** Index of the first character that does not fit, from 0. */
  readonly position: number
  readonly expected: string
  /** What was found there; empty at the end of the text. */
  readonly found: string
}

/** Characters an expression may have. */
export const expressionMax = 500
const depthMax = 20

const aSkill = 'a skill such as lang.ja>=3, or ('
const tokens = /\s*(?:(&&|\|\||>=|[()])|([A-Za-z0-9][A-Za-z0-9_.-]{0,39})|(\S)|$)/gy

interface Token {
  readonly text: string
  readonly position: number
  readonly isName: boolean
}

/** Thrown inside this file only. */
class Misfit extends Error {
  constructor(readonly error: ExpressionError) {
    super(error.code)
  }
}

/** The normal form, or what is wrong. */
export function readRequirement(text: string): NormalForm | ExpressionError {
  if (text.length > expressionMax)
    return {
      code: 'requirement.long',
      position: expressionMax,
      expected: `at most ${expressionMax} characters`,
      found: '',
    }
  try {
    return new Reader(text).read()
  } catch (error) {
    if (error instanceof Misfit) return error.error
    throw error
  }
}

/** True for what `readRequirement` answers to a text that it cannot read. */
export const isExpressionError = (read: NormalForm | ExpressionError): read is ExpressionError => 'code' in read

class Reader {
  private readonly tokens: readonly Token[]
  private at = 0

  constructor(text: string) {
    this.tokens = split(text)
  }

  read(): NormalForm {
    const form = this.choice(0)
    if (this.next().text !== '') this.misfit('&&, || or the end')
    return form
  }

  private choice(depth: number): NormalForm {
    let form = this.all(depth)
    while (this.takes('||')) form = this.bounded(either(form, this.all(depth)))
    return form
  }

  private all(depth: number): NormalForm {
    let form = this.one(depth)
    while (this.takes('&&')) form = this.bounded(both(form, this.one(depth)))
    return form
  }

  private one(depth: number): NormalForm {
    if (depth < depthMax && this.takes('(')) {
      const form = this.choice(depth + 1)
      if (!this.takes(')')) this.misfit('&&, || or )')
      return form
    }
    const { isName, text } = this.next()
    if (!isName) this.misfit(depth < depthMax ? aSkill : `no more than ${depthMax} parentheses in each other`)
    this.at++
    return [[{ skill: text, level: this.takes('>=') ? this.level() : 1 }]]
  }

  private level(): number {
    const { text } = this.next()
    if (!/^[1-5]$/.test(text)) this.misfit('a level from 1 to 5')
    this.at++
    return Number(text)
  }

  private takes(text: string): boolean {
    const fits = this.next().text === text
    if (fits) this.at++
    return fits
  }

  private next(): Token {
    return this.tokens[this.at]!
  }

  private bounded(form: NormalForm): NormalForm {
    if (form.length <= setsMax) return form
    const { position, text } = this.next()
    const expected = `at most ${setsMax} ways to meet the requirement`
    throw new Misfit({ code: 'requirement.manifold', position, expected, found: text })
  }

  private misfit(expected: string): never {
    const { position, text } = this.next()
    throw new Misfit({ code: 'requirement.syntax', position, expected, found: text })
  }
}

/** The tokens, with an empty one at the end. */
function split(text: string): readonly Token[] {
  const found: Token[] = []
  tokens.lastIndex = 0
  for (;;) {
    const [all = '', sign, name, other] = tokens.exec(text) ?? []
    const token = sign ?? name ?? other ?? ''
    found.push({ text: token, position: tokens.lastIndex - token.length, isName: name !== undefined })
    if (token === '' || all === '') return found
  }
}
