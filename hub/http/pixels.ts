/**
 * How many pixels a picture says it has, told from its head as the bytes pass. A small file may unfold to gigabytes in
 * whatever opens it, on an agent's machine as well as on ours. Nothing is decoded.
 */

/** Bytes of a head in which all but JPEG have their size. */
const headBytes = 32
/** Start-of-frame markers, in whose segments a JPEG has its size: C0 to CF without DHT (C4), JPG (C8) and DAC (CC). */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
/** Markers without a segment: TEM, RST0 to RST7, SOI. */
const isBare = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)

/** Looks at a picture as it passes, without holding it. */
export class Pixels {
  #head: number[] = []
  #count: number | null = null
  /** Of a JPEG: bytes of the present segment that are still to pass, and what of a segment's head has come. */
  #skip = 2
  #segment: number[] = []
  #over = false

  /** The next bytes. They are not kept. */
  take(chunk: Uint8Array): void {
    if (this.#over) return
    for (let at = 0; at < chunk.length && this.#head.length < headBytes; at += 1) this.#head.push(chunk[at]!)
    if (this.#head[0] === 0xff) this.#passJpeg(chunk)
    else if (this.#head.length === headBytes) this.#settle(this.#fromHead())
  }

  /** Width times height; null when this is no picture that we know, or it does not say. Call it after the last bytes. */
  count(): number | null {
    return this.#count ?? (this.#over ? null : this.#fromHead())
  }

  #settle(count: number | null): void {
    this.#count = count
    this.#over = true
  }

  #fromHead(): number | null {
    const bytes = Buffer.alloc(headBytes)
    bytes.set(this.#head)
    const text = (from: number, to: number): string => bytes.toString('latin1', from, to)
    if (text(1, 8) === 'PNG\r\n\x1a\n') return bytes.readUInt32BE(16) * bytes.readUInt32BE(20)
    if (text(0, 4) === 'GIF8') return bytes.readUInt16LE(6) * bytes.readUInt16LE(8)
    if (text(0, 4) !== 'RIFF' || text(8, 12) !== 'WEBP') return null
    if (text(12, 16) === 'VP8X') return (bytes.readUIntLE(24, 3) + 1) * (bytes.readUIntLE(27, 3) + 1)
    if (text(12, 16) === 'VP8 ') return (bytes.readUInt16LE(26) & 0x3fff) * (bytes.readUInt16LE(28) & 0x3fff)
    if (text(12, 16) !== 'VP8L') return null
    const packed = bytes.readUInt32LE(21)
    return ((packed & 0x3fff) + 1) * (((packed >>> 14) & 0x3fff) + 1)
  }

  /** Goes from segment to segment: what is inside is only counted, however much metadata stands before the size. */
  #passJpeg(chunk: Uint8Array): void {
    let at = 0
    while (at < chunk.length && !this.#over) {
      if (this.#skip > 0) {
        const step = Math.min(this.#skip, chunk.length - at)
        this.#skip -= step
        at += step
        continue
      }
      this.#hear(chunk[at]!)
      at += 1
    }
  }

  /** One byte of a segment's head: marker (FF and its kind), length, and of a frame precision, height and width. */
  #hear(byte: number): void {
    const segment = this.#segment
    // Any number of FF may stand before a marker.
    if (segment.length === 1 && byte === 0xff) return
    segment.push(byte)
    if (segment[0] !== 0xff) return this.#settle(null)
    const [, marker = 0] = segment
    if (segment.length === 2) {
      if (isBare(marker)) this.#segment = []
      // The picture itself (SOS) or its end (EOI) without a size before it: broken.
      else if (marker === 0xda || marker === 0xd9 || marker === 0) this.#settle(null)
      return
    }
    if (segment.length === 4 && !isFrame(marker)) {
      this.#skip = Math.max(0, segment[2]! * 256 + segment[3]! - 2)
      this.#segment = []
    }
    if (segment.length === 9) this.#settle((segment[5]! * 256 + segment[6]!) * (segment[7]! * 256 + segment[8]!))
  }
}
