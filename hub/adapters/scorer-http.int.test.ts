/** The HTTP scorer against a real server. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { durationMs } from '../model/time.ts'
import { desk, question, scorerContract, type Behaviour } from '../ports/scorer.contract.ts'
import { HttpScorer } from './scorer-http.ts'
import { signatureOf } from './signature.ts'

const secret = 'a secret of two'

async function place() {
  let behaviour: Behaviour = 'silent'
  const seen: { body: string; headers: IncomingHttpHeaders; port: number | undefined }[] = []
  const unanswered: ServerResponse[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk as string
    seen.push({ body, headers: request.headers, port: request.socket.remotePort })
    if (behaviour === 'silent') unanswered.push(response)
    else if (behaviour === 'dead') request.socket.destroy()
    // Whoever follows a redirect comes here again and gets an answer.
    else response.writeHead(behaviour.status, { location: '/again' }).end(behaviour.text)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const scorer = new HttpScorer(
    (queue) => (queue === desk ? { url: `http://127.0.0.1:${port}/scores`, secret } : null),
    () => 1_700,
  )
  return {
    scorer,
    seen,
    behave(next: Behaviour) {
      behaviour = next
      return Promise.resolve()
    },
    asked: () => JSON.parse(seen.at(-1)!.body) as unknown,
    async close() {
      scorer.close()
      for (const response of unanswered) response.destroy()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

scorerContract('http', place)

test('a question is signed, one connection carries many, and a redirect is not followed', async () => {
  const { scorer, seen, behave, close } = await place()
  await behave({ status: 200, text: '{"scores":{}}' })
  for (let n = 0; n < 3; n++) await scorer.ask(question, durationMs(5_000))
  expect(new Set(seen.map(({ port }) => port)).size).toBe(1)
  const [{ body, headers }] = seen as [(typeof seen)[number]]
  expect(headers['madoguchi-signature']).toBe(signatureOf(secret, 1_700, body))
  expect(signatureOf('k', 1, '{}')).toBe('t=1,v1=3dd49b2593d0f9a349e9e71c4bde3e2b862c2be4003fe9b4ba81332029310158')
  await behave({ status: 302, text: '' })
  await scorer.ask(question, durationMs(5_000))
  expect(seen).toHaveLength(4)
  await close()
})
