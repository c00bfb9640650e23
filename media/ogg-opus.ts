/**
 * The Opus packets of an Ogg file (RFC 3533, RFC 7845): one stream, nothing multiplexed, as every encoder of music makes
 * it. Packets must be of 20 ms, which is what encoders make unless told otherwise. PURE.
 */

const pageHeadBytes = 27
/** The frame size of each of the 32 configurations of a packet's first byte (RFC 6716, table 2), in ms; hybrid and CELT follow SILK. */
const silkMs = [10, 20, 40, 60]
const hybridMs = [10, 20]
const celtMs = [2.5, 5, 10, 20]

/** Throws an error with a sentence for an administrator when it is not such a file. */
export function opusPackets(file: Uint8Array): Uint8Array[] {
  const [head, tags, ...packets] = packetsOf(file)
  if (!startsWith(head, 'OpusHead') || !startsWith(tags, 'OpusTags')) throw new Error('it is not an Ogg file of Opus')
  if (packets.length === 0) throw new Error('it holds no sound')
  if (packets.some((packet) => durationMs(packet) !== 20)) throw new Error('its packets are not of 20 ms each')
  return packets
}

/** A packet is as many segments as it takes until one is shorter than 255 bytes, also over the end of a page. */
function packetsOf(file: Uint8Array): Uint8Array[] {
  const packets: Uint8Array[] = []
  let parts: Uint8Array[] = []
  for (let page = 0; page < file.length;) {
    if (!startsWith(file.subarray(page), 'OggS') || file.length < page + pageHeadBytes)
      throw new Error('it is not an Ogg file of Opus')
    const segments = file.subarray(page + pageHeadBytes, page + pageHeadBytes + (file[page + 26] ?? 0))
    let at = page + pageHeadBytes + segments.length
    for (const bytes of segments) {
      parts.push(file.subarray(at, at + bytes))
      at += bytes
      if (bytes === 255) continue
      packets.push(Buffer.concat(parts))
      parts = []
    }
    if (at > file.length) throw new Error('it is cut short')
    page = at
  }
  return packets
}

const startsWith = (bytes: Uint8Array | undefined, text: string): boolean =>
  bytes !== undefined && Buffer.from(bytes.subarray(0, text.length)).toString('latin1') === text

/** How long a packet sounds: the size of its frames times how many they are. */
function durationMs(packet: Uint8Array): number {
  const first = packet[0]
  if (first === undefined) return 0
  const kind = first >> 3
  const frameMs = kind < 12 ? silkMs[kind % 4] : kind < 16 ? hybridMs[kind % 2] : celtMs[kind % 4]
  const code = first & 3
  const frames = code === 3 ? (packet[1] ?? 0) & 63 : code === 0 ? 1 : 2
  return (frameMs ?? 0) * frames
}
