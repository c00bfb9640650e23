/** The head of an RTP packet (RFC 3550), as far as we send any ourselves. PURE. */

const headBytes = 12

/** Sequence and timestamp count up without end; the packet holds what fits of them. */
export function rtpPacket(packet: {
  readonly payloadType: number
  readonly ssrc: number
  readonly sequence: number
  readonly timestamp: number
  readonly payload: Uint8Array
}): Buffer {
  const head = Buffer.alloc(headBytes)
  head.writeUInt8(0x80, 0)
  head.writeUInt8(packet.payloadType, 1)
  head.writeUInt16BE(packet.sequence % 2 ** 16, 2)
  head.writeUInt32BE(packet.timestamp % 2 ** 32, 4)
  head.writeUInt32BE(packet.ssrc, 8)
  return Buffer.concat([head, packet.payload])
}
