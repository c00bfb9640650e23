/**
 * Fetches a JWKS document over HTTP. Nothing is followed, since a redirect would let another place say who customers are; time
 * and size are bounded from the look-up of the name to the last byte.
 */
import { text as readText } from 'node:stream/consumers'
import { Readable, Transform } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'

const withinMs = 5_000
/** Twenty keys take 5 kB. */
const bytesMax = 64 * 1024

/** The document's text. Rejects with a sentence that holds nothing of the answer but its status. */
export async function fetchJwks(url: string): Promise<string> {
  const signal = AbortSignal.timeout(withinMs)
  const answer = await fetch(url, { signal, redirect: 'manual', headers: { accept: 'application/json' } }).catch(() => {
    throw new Error(signal.aborted ? 'no answer within 5 s' : 'the server cannot be reached')
  })
  if (answer.status !== 200 || answer.body === null) {
    await answer.body?.cancel()
    throw new Error(`the answer was ${answer.status}`)
  }
  return bounded(answer.body as ReadableStream)
}

function bounded(body: ReadableStream): Promise<string> {
  let bytes = 0
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      done(bytes > bytesMax ? new Error('the answer is too long') : null, chunk)
    },
  })
  const source = Readable.fromWeb(body)
  source.on('error', () => counted.destroy(new Error('the answer broke off')))
  counted.on('error', () => source.destroy())
  return readText(source.pipe(counted))
}
