/**
 * The same bytes as `codec.ts`, for the pages, in a fifteenth of the weight: msgpackr with all that we do not use is more
 * than a third of what a widget may weigh. The page builds put this file in the place of `codec.ts`; the codec's tests run
 * on both and hold them equal. It knows what `Wire` knows and nothing else: no maps, no extension types.
 */
const utf8 = new TextEncoder()
const text = new TextDecoder('utf-8', { ignoreBOM: true })

/** Encodes any plain value. The bytes are the caller's own. Throws `TypeError` on what is not `Wire`. */
export function encode(value: unknown): Uint8Array {
  const parts: Uint8Array[] = []
  write(value, parts)
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

/** Decodes what `encode` makes of `Wire`, here or in the hub. Throws on anything else. */
export function decode(bytes: Uint8Array): unknown {
  const reader = new Reader(bytes)
  const value = reader.value()
  if (reader.at !== bytes.length) throw new RangeError('too long')
  return value
}

function write(value: unknown, parts: Uint8Array[]): void {
  if (value === null || value === undefined) parts.push(head(0xc0))
  else if (typeof value === 'boolean') parts.push(head(value ? 0xc3 : 0xc2))
  else if (typeof value === 'number') parts.push(number(value))
  else if (typeof value === 'string') {
    const bytes = utf8.encode(value)
    const size = bytes.length
    parts.push(size < 0x20 ? head(0xa0 + size) : size < 0x100 ? head(0xd9, 1, size) : long(0xda, size), bytes)
  } else if (value instanceof Uint8Array) {
    const size = value.length
    parts.push(size < 0x100 ? head(0xc4, 1, size) : long(0xc5, size), value)
  } else if (Array.isArray(value)) {
    parts.push(value.length < 0x10 ? head(0x90 + value.length) : long(0xdc, value.length))
    for (const item of value) write(item, parts)
  } else throw new TypeError('not a plain value')
}

/** The type byte, then `size` bytes of a whole number, the highest first. */
function head(type: number, size = 0, value = 0): Uint8Array {
  const bytes = new Uint8Array(1 + size)
  bytes[0] = type
  for (let at = size, rest = value; at > 0; at--, rest = Math.floor(rest / 0x100)) bytes[at] = rest
  return bytes
}

/** A length of 16 bits, or of 32 under the next type. */
const long = (type: number, size: number): Uint8Array =>
  size < 0x10000 ? head(type, 2, size) : head(type + 1, 4, size)

function number(value: number): Uint8Array {
  if (Number.isInteger(value) && value >= -0x80000000 && value < 0x100000000) {
    if (value >= -0x20 && value < 0x80) return head(value)
    if (value >= 0)
      return value < 0x100 ? head(0xcc, 1, value) : value < 0x10000 ? head(0xcd, 2, value) : head(0xce, 4, value)
    return value >= -0x80 ? head(0xd0, 1, value) : value >= -0x8000 ? head(0xd1, 2, value) : head(0xd2, 4, value)
  }
  const bytes = head(0xcb, 8)
  new DataView(bytes.buffer).setFloat64(1, value)
  return bytes
}

class Reader {
  at = 0
  readonly #view: DataView

  constructor(private readonly bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  }

  value(): unknown {
    const type = this.#whole(1)
    if (type < 0x80) return type
    if (type >= 0xe0) return type - 0x100
    if (type >= 0x90 && type < 0xa0) return this.#array(type - 0x90)
    if (type >= 0xa0 && type < 0xc0) return this.#text(type - 0xa0)
    switch (type) {
      case 0xc0:
        return null
      case 0xc2:
      case 0xc3:
        return type === 0xc3
      case 0xc4:
      case 0xc5:
      case 0xc6:
        return new Uint8Array(this.#part(this.#whole(2 ** (type - 0xc4))))
      case 0xca:
        return this.#view.getFloat32(this.#skip(4))
      case 0xcb:
        return this.#view.getFloat64(this.#skip(8))
      case 0xcc:
      case 0xcd:
      case 0xce:
        return this.#whole(2 ** (type - 0xcc))
      case 0xd0:
        return this.#view.getInt8(this.#skip(1))
      case 0xd1:
        return this.#view.getInt16(this.#skip(2))
      case 0xd2:
        return this.#view.getInt32(this.#skip(4))
      case 0xd9:
      case 0xda:
      case 0xdb:
        return this.#text(this.#whole(2 ** (type - 0xd9)))
      case 0xdc:
      case 0xdd:
        return this.#array(this.#whole(2 ** (type - 0xdb)))
      default:
        throw new TypeError('not a plain value')
    }
  }

  #array(length: number): unknown[] {
    const items: unknown[] = []
    while (items.length < length) items.push(this.value())
    return items
  }

  #text(size: number): string {
    return text.decode(this.#part(size))
  }

  #part(size: number): Uint8Array {
    const from = this.#skip(size)
    if (this.at > this.bytes.length) throw new RangeError('too short')
    return this.bytes.subarray(from, this.at)
  }

  /** An unsigned number of so many bytes. */
  #whole(size: number): number {
    const from = this.#skip(size)
    return size === 1 ? this.#view.getUint8(from) : size === 2 ? this.#view.getUint16(from) : this.#view.getUint32(from)
  }

  /** Goes on by so many bytes and returns where it was. */
  #skip(size: number): number {
    this.at += size
    return this.at - size
  }
}
