/**
 * JSON read with the line of everything in it, so that a fault can say where it stands. Stricter than `JSON.parse`: a
 * name twice in one object is a fault, since one of the two would silently be lost.
 */
import { Faults, quoted, type Fault } from './faults.ts'

export interface Written {
  readonly value: unknown
  /** Line of each place, such as `steps/greet/next`, counted from 1. */
  readonly lines: ReadonlyMap<string, number>
}

const depthMax = 60
/** Characters of a document. */
export const textMax = 2_000_000

/** The document, or the first thing that is no JSON. */
export function readJson(text: string): Written | { readonly fault: Fault } {
  const reader = new JsonReader(text)
  try {
    return { value: reader.document(), lines: reader.lines }
  } catch (error) {
    if (error instanceof Stop) return { fault: error.fault }
    throw error
  }
}

/** Ends the reading at the first fault. */
class Stop extends Error {
  constructor(readonly fault: Fault) {
    super(fault.problem)
  }
}

const literals: Readonly<Record<string, unknown>> = { true: true, false: false, null: null }
const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

class JsonReader {
  readonly lines = new Map<string, number>()
  #at = 0
  #line = 1

  constructor(private readonly text: string) {}

  document(): unknown {
    if (this.text.length > textMax) this.#stop('the document is too long', `keep it below ${textMax} characters`)
    if (this.text.startsWith('\uFEFF')) this.#at = 1
    const value = this.#value('', 0)
    this.#blank()
    if (this.#at < this.text.length) this.#stop(`there is ${this.#seen()} after the end`, 'remove what follows')
    return value
  }

  #value(place: string, depth: number): unknown {
    this.#blank()
    if (!this.lines.has(place)) this.lines.set(place, this.#line)
    if (depth > depthMax) this.#stop('it is nested too deep', `nest at most ${depthMax} deep`)
    const next = this.text[this.#at]
    if (next === '{') return this.#object(place, depth)
    if (next === '[') return this.#list(place, depth)
    if (next === '"') return this.#string()
    const word = /^[A-Za-z0-9+.-]+/.exec(this.text.slice(this.#at, this.#at + 60))?.[0] ?? ''
    if (Object.hasOwn(literals, word)) return this.#took(word, literals[word])
    if (/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(word)) return this.#took(word, Number(word))
    const remedy = next === "'" ? 'write texts in double quotes' : 'write a text in quotes, a number, {…} or […]'
    return this.#stop(`there is ${this.#seen()} where a value must be`, remedy)
  }

  #took(word: string, value: unknown): unknown {
    this.#at += word.length
    return value
  }

  #object(place: string, depth: number): Record<string, unknown> {
    const found: Record<string, unknown> = {}
    this.#at++
    for (let first = true; !this.#closes('}', first, place); first = false) {
      if (this.text[this.#at] !== '"')
        this.#stop(`there is ${this.#seen()} where a name must be`, 'write the name in double quotes')
      const line = this.#line
      const name = this.#string()
      const below = place === '' ? name : `${place}/${name}`
      if (Object.hasOwn(found, name) || name === '__proto__')
        this.#stop(`"${below}" stands twice, or may not be a name`, 'remove one of the two, or rename it')
      this.lines.set(below, line)
      this.#blank()
      if (this.text[this.#at] !== ':') this.#stop(`there is ${this.#seen()} after "${name}"`, 'write a colon there')
      this.#at++
      found[name] = this.#value(below, depth + 1)
    }
    return found
  }

  #list(place: string, depth: number): unknown[] {
    const found: unknown[] = []
    this.#at++
    for (let first = true; !this.#closes(']', first, place); first = false)
      found.push(this.#value(place === '' ? String(found.length) : `${place}/${found.length}`, depth + 1))
    return found
  }

  /** True at the end of an object or list; else the comma before the next entry has been read. */
  #closes(end: '}' | ']', first: boolean, place: string): boolean {
    this.#blank()
    if (this.text[this.#at] === end) {
      this.#at++
      return true
    }
    if (this.#at >= this.text.length) this.#stop(`the text ends within ${quoted(place)}`, `close it with ${end}`)
    if (first) return false
    if (this.text[this.#at] !== ',')
      this.#stop(
        `there is ${this.#seen()} after an entry of ${quoted(place)}`,
        `write a comma there, or ${end} at its end`,
      )
    this.#at++
    this.#blank()
    if (this.text[this.#at] === end)
      this.#stop(`a comma stands after the last entry of ${quoted(place)}`, 'remove that comma')
    return false
  }

  #string(): string {
    let found = ''
    for (this.#at++; ; this.#at++) {
      const character = this.text[this.#at]
      if (character === undefined || character < ' ')
        this.#stop('a text does not end on its line', 'close it with a double quote; a new line within it is \\n')
      if (character === '"') break
      found += character === '\\' ? this.#escape() : character
    }
    this.#at++
    return found
  }

  #escape(): string {
    const letter = this.text[++this.#at] ?? ''
    if (Object.hasOwn(escapes, letter)) return escapes[letter]!
    const code = /^[0-9A-Fa-f]{4}$/.exec(this.text.slice(this.#at + 1, this.#at + 5))?.[0]
    if (letter !== 'u' || code === undefined)
      return this.#stop(`\\${letter} in a text means nothing`, 'write \\\\ for a backslash')
    this.#at += 4
    return String.fromCharCode(Number.parseInt(code, 16))
  }

  #blank(): void {
    for (; this.#at < this.text.length; this.#at++) {
      const character = this.text[this.#at]!
      if (character === '\n') this.#line++
      else if (character !== ' ' && character !== '\t' && character !== '\r') break
    }
    if (this.text.startsWith('//', this.#at) || this.text.startsWith('/*', this.#at))
      this.#stop('a comment stands there', 'remove it: JSON has none')
  }

  #seen(): string {
    const rest = this.text.slice(this.#at, this.#at + 12).split('\n')[0]!
    return rest === '' ? 'nothing' : JSON.stringify(rest)
  }

  #stop(problem: string, remedy: string): never {
    const faults = new Faults(new Map([['', this.#line]]))
    faults.add('', problem, remedy)
    throw new Stop(faults.list[0]!)
  }
}
