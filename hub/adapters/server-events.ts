/**
 * Server-sent events as they come in, in pieces that end anywhere, also within a character or between CR and LF. Only what an
 * event says (`data`) is of interest. Bounded, since the other end may never stop.
 */

/** Told to whoever reads: more than `bytesMax` has come. */
export class TooMuch extends Error {
  override name = 'TooMuch'
}

/** The data of each event in turn. Throws `TooMuch`, and what `pieces` throws; an event that is cut off is none. */
export async function* serverEvents(pieces: AsyncIterable<Uint8Array>, bytesMax: number): AsyncGenerator<string, void> {
  const decoder = new TextDecoder()
  let bytes = 0
  let rest = ''
  let data: string[] = []
  for await (const piece of pieces) {
    bytes += piece.byteLength
    if (bytes > bytesMax) throw new TooMuch(`more than ${bytesMax} bytes`)
    rest += decoder.decode(piece, { stream: true })
    // A CR at the end may be the first half of a line's end.
    const lines = rest.split(/\r\n|\n|\r(?!$)/)
    rest = lines.pop()!
    for (const line of lines) {
      if (line.startsWith('data:')) data.push(line.slice(line[5] === ' ' ? 6 : 5))
      else if (line === '' && data.length > 0) {
        yield data.join('\n')
        data = []
      }
    }
  }
}
