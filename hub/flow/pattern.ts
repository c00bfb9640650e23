/**
 * Patterns that authors of flows write, run by an automaton whose effort is the length of the text times the size of the
 * pattern: unlike a regular expression of the engine, none can hold up the hub, whatever it is and whatever is typed.
 * Known are characters, `.`, `\d \w \s` and their capitals, `[a-z]`, `[^a-z]`, `(…)`, `|`, `?`, `*`, `+`, `{2}`, `{2,}`, `{2,5}`.
 */

export interface PatternFault {
  /** Character of the pattern, from 0. */
  readonly position: number
  readonly problem: string
  readonly remedy: string
}

/** True when the whole of a text fits. */
export type Pattern = (text: string) => boolean

export const isPatternFault = (compiled: Pattern | PatternFault): compiled is PatternFault =>
  typeof compiled !== 'function'

const sourceMax = 200
/** Nodes of the automaton: what `{…}` repeats counts each time. */
const sizeMax = 2_000

type Test = (character: string) => boolean
type Node =
  | { readonly kind: 'one'; readonly test: Test }
  | { readonly kind: 'all'; readonly parts: readonly Node[] }
  | { readonly kind: 'any'; readonly parts: readonly Node[] }
  | { readonly kind: 'repeat'; readonly part: Node; readonly min: number; readonly max: number | null }

export function compilePattern(source: string): Pattern | PatternFault {
  if (source.length === 0 || source.length > sourceMax)
    return { position: 0, problem: 'it is empty or too long', remedy: `write 1 to ${sourceMax} characters` }
  try {
    return automaton(new PatternReader([...source]).whole())
  } catch (error) {
    if (error instanceof BadPattern) return error.fault
    throw error
  }
}

class BadPattern extends Error {
  constructor(readonly fault: PatternFault) {
    super(fault.problem)
  }
}

const isDigit: Test = (c) => c >= '0' && c <= '9'
const isWord: Test = (c) => isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c === '_'
const isSpace: Test = (c) => c === ' ' || c === '\t' || c === '\n' || c === '\u3000'
const not =
  (test: Test): Test =>
  (c) =>
    !test(c)
const classes: Readonly<Record<string, Test>> = {
  d: isDigit,
  w: isWord,
  s: isSpace,
  D: not(isDigit),
  W: not(isWord),
  S: not(isSpace),
}

class PatternReader {
  #at = 0
  #depth = 0

  constructor(private readonly source: readonly string[]) {}

  whole(): Node {
    const node = this.#either()
    if (this.#at < this.source.length) this.#bad('a ) closes nothing', 'write \\) for the character itself')
    return node
  }

  #either(): Node {
    if (++this.#depth > 20) this.#bad('it is nested too deep', 'use at most 20 levels of ( )')
    const parts = [this.#sequence()]
    while (this.source[this.#at] === '|') {
      this.#at++
      parts.push(this.#sequence())
    }
    this.#depth--
    return parts.length === 1 ? parts[0]! : { kind: 'any', parts }
  }

  #sequence(): Node {
    const parts: Node[] = []
    while (this.#at < this.source.length && this.source[this.#at] !== '|' && this.source[this.#at] !== ')')
      parts.push(this.#repeated(this.#atom()))
    return { kind: 'all', parts }
  }

  #atom(): Node {
    const character = this.source[this.#at]!
    if (character === '(') return this.#group()
    if (character === '[') return { kind: 'one', test: this.#set() }
    if (character === '\\') return { kind: 'one', test: this.#escaped() }
    if ('*+?{'.includes(character))
      this.#bad(`${character} repeats nothing`, `write \\${character} for the character itself`)
    if (character === '^' || character === '$')
      this.#bad(`${character} is not needed`, 'leave it out: the whole text must fit anyway')
    this.#at++
    return { kind: 'one', test: character === '.' ? () => true : (c) => c === character }
  }

  #group(): Node {
    if (this.source[this.#at + 1] === '?')
      this.#bad('(? is not known', 'use plain ( ): there is no looking ahead and no naming')
    this.#at++
    const inside = this.#either()
    if (this.source[this.#at] !== ')') this.#bad('a ( is not closed', 'write the ) that belongs to it')
    this.#at++
    return inside
  }

  #escaped(): Test {
    const character = this.source[this.#at + 1]
    if (character === undefined) return this.#bad('it ends with \\', 'write \\\\ for a backslash')
    const known = Object.hasOwn(classes, character) ? classes[character]! : null
    if (known === null && /[A-Za-z0-9]/.test(character))
      return this.#bad(`\\${character} is not known`, 'known are \\d, \\w, \\s, their capitals, and \\ before a sign')
    this.#at += 2
    return known ?? ((c) => c === character)
  }

  #set(): Test {
    this.#at++
    const negated = this.source[this.#at] === '^'
    if (negated) this.#at++
    const tests: Test[] = []
    while (this.source[this.#at] !== ']') {
      if (this.#at >= this.source.length) this.#bad('a [ is not closed', 'write the ] that belongs to it')
      tests.push(this.#setPart())
    }
    if (tests.length === 0) this.#bad('[] is empty', 'name the characters that may stand there')
    this.#at++
    const within: Test = (c) => tests.some((test) => test(c))
    return negated ? not(within) : within
  }

  #setPart(): Test {
    if (this.source[this.#at] === '\\') return this.#escaped()
    const from = this.source[this.#at]!
    const to = this.source[this.#at + 2]
    if (this.source[this.#at + 1] !== '-' || to === undefined || to === ']') {
      this.#at++
      return (c) => c === from
    }
    if (to.codePointAt(0)! < from.codePointAt(0)!) this.#bad(`${from}-${to} goes backwards`, `write ${to}-${from}`)
    this.#at += 3
    return (c) => c.codePointAt(0)! >= from.codePointAt(0)! && c.codePointAt(0)! <= to.codePointAt(0)!
  }

  #repeated(part: Node): Node {
    const character = this.source[this.#at]
    const simple = { '?': [0, 1], '*': [0, null], '+': [1, null] }[character ?? ''] as
      [number, number | null] | undefined
    if (simple !== undefined) {
      this.#at++
      return this.#repeated({ kind: 'repeat', part, min: simple[0], max: simple[1] })
    }
    if (character !== '{') return part
    const rest = this.source.slice(this.#at, this.#at + 12).join('')
    const [whole = '', min = '', comma, max = ''] = /^\{(\d{1,3})(,(\d{1,3})?)?\}/.exec(rest) ?? []
    if (whole === '') this.#bad('{ begins no count', 'write {3}, {2,} or {2,5}, or \\{ for the character itself')
    const most = comma === undefined ? Number(min) : max === '' ? null : Number(max)
    if (most !== null && most < Number(min)) this.#bad(`${whole} goes backwards`, 'write the lesser count first')
    this.#at += whole.length
    return this.#repeated({ kind: 'repeat', part, min: Number(min), max: most })
  }

  #bad(problem: string, remedy: string): never {
    throw new BadPattern({ position: this.#at, problem, remedy })
  }
}

const tooMuch = (): never => {
  throw new BadPattern({ position: 0, problem: 'it repeats too much', remedy: 'use smaller counts within { }' })
}

/** A state goes to others without a character (`to`), or by one that fits (`test`, to the first of `to`). */
interface State {
  readonly test: Test | null
  to: number[]
}

function automaton(root: Node): Pattern {
  const states: State[] = []
  const add = (test: Test | null, to: number[]): number => {
    if (states.length >= sizeMax) tooMuch()
    return states.push({ test, to }) - 1
  }
  /** The state in which `node` begins, when `next` is where it leads. */
  let built = 0
  const build = (node: Node, next: number): number => {
    // What is empty makes no state, and could be repeated without end.
    if (++built > 10 * sizeMax) tooMuch()
    switch (node.kind) {
      case 'one':
        return add(node.test, [next])
      case 'all':
        return node.parts.reduceRight((following, part) => build(part, following), next)
      case 'any':
        return add(
          null,
          node.parts.map((part) => build(part, next)),
        )
      case 'repeat':
        return repeat(node, next)
    }
  }
  const repeat = ({ part, min, max }: Node & { kind: 'repeat' }, next: number): number => {
    let from = next
    if (max === null) {
      from = add(null, [next])
      states[from]!.to.push(build(part, from))
    } else for (let i = min; i < max; i++) from = add(null, [build(part, from), next])
    for (let i = 0; i < min; i++) from = build(part, from)
    return from
  }
  const end = add(null, [])
  const start = build(root, end)
  return (text) => run(states, start, end, text)
}

function run(states: readonly State[], start: number, end: number, text: string): boolean {
  let current = closure(states, [start])
  for (const character of text) {
    const next: number[] = []
    for (const at of current) if (states[at]!.test?.(character) === true) next.push(states[at]!.to[0]!)
    if (next.length === 0) return false
    current = closure(states, next)
  }
  return current.has(end)
}

/** All states that are reached without a character. */
function closure(states: readonly State[], from: readonly number[]): ReadonlySet<number> {
  const reached = new Set<number>(from)
  const waiting = [...from]
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const { test, to } = states[at]!
    if (test !== null) continue
    for (const next of to)
      if (!reached.has(next)) {
        reached.add(next)
        waiting.push(next)
      }
  }
  return reached
}
