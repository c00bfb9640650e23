/**
 * What one process did to one file, as strace saw it: each write with its bytes, each flush, and each number that the
 * process told. A call has a beginning and an end, since others run beside it; both are places in the record.
 */
import { readFileSync } from 'node:fs'

interface Span {
  readonly began: number
  /** Infinity when it never returned. */
  ended: number
}

export interface Write extends Span {
  readonly at: number
  readonly bytes: Buffer
  /** Written through a descriptor that returns only when the disk has it. */
  readonly synchronous: boolean
}

export interface Told {
  readonly began: number
  readonly number: number
}

export interface Trace {
  readonly writes: readonly Write[]
  readonly flushes: readonly Span[]
  readonly told: readonly Told[]
  /** Places in the record at which something happened to the file, or somebody was told. */
  readonly places: readonly number[]
}

/** The calls to record, with all their bytes: `strace -f -xx -s … -e trace=…`. */
export const straceFlags = [
  '-f',
  '-xx',
  '-s',
  '1048576',
  '-e',
  'trace=openat,close,lseek,write,writev,pwrite64,pwritev,pwritev2,ftruncate,fallocate,fsync,fdatasync,msync,sync_file_range',
]

const unhex = (text: string): Buffer => Buffer.from(text.replaceAll('\\x', ''), 'hex')
const strings = /"((?:\\x[0-9a-f]{2})*)"/g
const textsOf = (args: string): Buffer[] => [...args.matchAll(strings)].map(([, text]) => unhex(text!))

/** Reads a record that `strace -o` has left. Throws at a call on the file that this does not understand. */
export function readTrace(recordFile: string, fileName: string): Trace {
  return new Reading(fileName).read(readFileSync(recordFile, 'latin1'))
}

class Reading {
  readonly #writes: Write[] = []
  readonly #flushes: Span[] = []
  readonly #told: Told[] = []
  readonly #places = new Set<number>()
  /** Descriptors of the file; true when synchronous. */
  readonly #open = new Map<number, { readonly synchronous: boolean; at: number }>()
  /** By thread: the call that has not returned. */
  readonly #unfinished = new Map<
    string,
    { readonly text: string; readonly began: number; readonly span: Span | null }
  >()

  constructor(private readonly fileName: string) {}

  read(record: string): Trace {
    for (const [place, line] of record.split('\n').entries()) this.#line(line, place)
    const places = [...this.#places].sort((a, b) => a - b)
    return { writes: this.#writes, flushes: this.#flushes, told: this.#told, places }
  }

  #line(line: string, place: number): void {
    const [, thread = '', rest = ''] = /^(\d+) +(.*)$/.exec(line) ?? []
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest)
    if (resumed !== null) {
      const begun = this.#unfinished.get(thread)
      this.#unfinished.delete(thread)
      if (begun?.span) this.#ended(begun.span, place)
      else if (begun !== undefined) this.#call(begun.text + resumed[1]!, begun.began, place)
    } else if (rest.endsWith('<unfinished ...>')) {
      const text = rest.slice(0, -'<unfinished ...>'.length)
      // What has begun may have reached the disk, whether it returns or not.
      const span = this.#call(text, place, Infinity)
      this.#unfinished.set(thread, { text, began: place, span })
    } else this.#call(rest, place, place)
  }

  #ended(span: Span, place: number): void {
    span.ended = place
    this.#places.add(place)
  }

  #call(text: string, began: number, ended: number): Span | null {
    const [, name = '', args = ''] = /^(\w+)\((.*)$/.exec(text) ?? []
    if (name === 'openat') return this.#opened(args)
    const fd = Number(/^\d+/.exec(args)?.[0])
    if (name === 'write' && fd === 1) return this.#heard(args, began)
    const file = this.#open.get(fd)
    if (file === undefined) return null
    switch (name) {
      case 'close':
        this.#open.delete(fd)
        return null
      case 'lseek':
        file.at = Number(/^\d+, (\d+), SEEK_SET/.exec(args)?.[1] ?? NaN)
        return null
      case 'fsync':
      case 'fdatasync':
        return this.#noted(this.#flushes, { began, ended })
      case 'write':
      case 'writev':
      case 'pwrite64':
      case 'pwritev': {
        const bytes = Buffer.concat(textsOf(args))
        // Of a call that is cut in two the place of the bytes stands in its first half.
        const at = name.startsWith('pwrite') ? Number(/(?:, |\], )(\d+)(?:\) *= .*)?$/.exec(args.trim())?.[1]) : file.at
        if (Number.isNaN(at) || /= -1 /.test(text.slice(-80))) throw new Error(`cannot read: ${text.slice(-200)}`)
        if (!name.startsWith('pwrite')) file.at += bytes.length
        return this.#noted(this.#writes, { began, ended, at, bytes, synchronous: file.synchronous })
      }
      default:
        throw new Error(`the store changes its file by ${name}, which this cannot play back`)
    }
  }

  #opened(args: string): null {
    const [, path = '', flags = '', fd] = /"((?:\\x[0-9a-f]{2})*)", ([A-Z_|]+).* = (\d+)$/.exec(args) ?? []
    if (fd !== undefined && unhex(path).toString().endsWith(this.fileName) && /O_RDWR|O_WRONLY/.test(flags))
      this.#open.set(Number(fd), { synchronous: /O_D?SYNC/.test(flags), at: 0 })
    return null
  }

  #heard(args: string, began: number): null {
    for (const text of textsOf(args))
      for (const number of text
        .toString()
        .split('\n')
        .filter((word) => /^\d+$/.test(word)))
        this.#told.push({ began, number: Number(number) })
    this.#places.add(began)
    return null
  }

  #noted<Kind extends Span>(into: Kind[], span: Kind): Kind {
    into.push(span)
    this.#places.add(span.began)
    if (span.ended !== Infinity) this.#places.add(span.ended)
    return span
  }
}
