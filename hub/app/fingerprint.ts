/** A 53-bit fingerprint of bytes (FNV-1a in two halves). It tells a repeat from a mistake; it is no defence against forgery. */
export function fingerprint(bytes: Uint8Array): number {
  let low = 0x811c9dc5
  let high = 0x9dc5811c
  for (const byte of bytes) {
    low = Math.imul(low ^ byte, 0x01000193)
    high = Math.imul(high ^ byte, 0x01000197)
  }
  return (high >>> 11) * 0x1_0000_0000 + (low >>> 0)
}
