/**
 * UTF-8 for engines that have none, as k6's had before 2.4: what the codec needs of TextEncoder and TextDecoder and no more.
 * Most of what goes over the wire is plain ASCII, which is done in one call of the engine's own.
 */
const isAscii = /^[^\u0080-\uffff]*$/

class Utf8Encoder {
  encode(text: string): Uint8Array {
    if (isAscii.test(text)) {
      const bytes = new Uint8Array(text.length)
      for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at)
      return bytes
    }
    const bytes: number[] = []
    for (const sign of text) {
      const code = sign.codePointAt(0)!
      if (code < 0x80) bytes.push(code)
      else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63))
      else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
      else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
    }
    return new Uint8Array(bytes)
  }
}

/** Reads well-formed UTF-8 only, which the hub's is. */
class Utf8Decoder {
  decode(bytes: Uint8Array): string {
    const text = String.fromCharCode(...bytes)
    if (isAscii.test(text)) return text
    let decoded = ''
    for (let at = 0; at < bytes.length;) {
      const first = bytes[at++]!
      const more = first < 0x80 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3
      let code = more === 0 ? first : first & (0x3f >> more)
      for (let left = more; left > 0; left--) code = (code << 6) | (bytes[at++]! & 63)
      decoded += String.fromCodePoint(code)
    }
    return decoded
  }
}

/** For the engine's global object: what it has itself stays. */
export function giveText(engine: { TextEncoder?: unknown; TextDecoder?: unknown }): void {
  engine.TextEncoder ??= Utf8Encoder
  engine.TextDecoder ??= Utf8Decoder
}

export { Utf8Decoder, Utf8Encoder }
