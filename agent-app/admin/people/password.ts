/** A password that is easy to read out and to type: no letter that looks like a digit, in groups. */

const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
const groups = 4
const perGroup = 4

/** 16 characters of 31: some 79 bits. `fill` is the browser's own chance. */
export function generatedPassword(
  fill: (bytes: Uint8Array<ArrayBuffer>) => unknown = (bytes) => crypto.getRandomValues(bytes),
): string {
  const made: string[] = []
  while (made.length < groups * perGroup) {
    const [byte = 0] = bytesOf(fill)
    // Beyond the last whole round of letters some would be likelier than others.
    if (byte < Math.floor(256 / letters.length) * letters.length) made.push(letters[byte % letters.length]!)
  }
  return Array.from({ length: groups }, (_, at) => made.slice(at * perGroup, (at + 1) * perGroup).join('')).join('-')
}

function bytesOf(fill: (bytes: Uint8Array<ArrayBuffer>) => unknown): Uint8Array {
  const bytes = new Uint8Array(1)
  fill(bytes)
  return bytes
}
