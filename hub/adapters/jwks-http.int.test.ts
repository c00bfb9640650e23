/** Keys from a real server: what is taken, and everything that is not. */
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fetchJwks } from './jwks-http.ts'

let behave: (response: ServerResponse) => void = () => {}
let asked: string[] = []
const server = createServer((request, response) => {
  asked.push(request.url!)
  behave(response)
})
let place = ''
beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  place = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const refusal = (): Promise<string> =>
  fetchJwks(`${place}/keys`).then(
    () => 'taken',
    (error: Error) => error.message,
  )

test('the text of an answer is taken, also in pieces', async () => {
  behave = (response) => {
    response.writeHead(200).write('{"keys":')
    setImmediate(() => response.end('[]}'))
  }
  expect(await fetchJwks(`${place}/keys`)).toBe('{"keys":[]}')
})

test.each([301, 302, 307, 308])(
  'a redirect (%i) is not followed: another place would say who customers are',
  async (status) => {
    asked = []
    behave = (response) => response.writeHead(status, { location: `${place}/elsewhere` }).end()
    expect([await refusal(), asked]).toEqual([`the answer was ${status}`, ['/keys']])
  },
)

test.each([204, 401, 404, 500])('an answer of %i is none', async (status) => {
  behave = (response) => response.writeHead(status).end()
  expect(await refusal()).toBe(`the answer was ${status}`)
})

test('one that does not end is cut off', async () => {
  behave = (response) => {
    const more = (): void => void (response.destroyed || response.write('x'.repeat(16_384), () => setImmediate(more)))
    more()
  }
  expect(await refusal()).toBe('the answer is too long')
})

test('one that breaks off is none', async () => {
  behave = (response) => {
    response.writeHead(200, { 'content-length': '1000' }).write('{"keys":')
    setImmediate(() => response.destroy())
  }
  expect(await refusal()).toBe('the answer broke off')
})

test('a server that is silent is not waited for', async () => {
  behave = () => {}
  expect(await refusal()).toBe('no answer within 5 s')
})

test('nobody there is said so', async () => {
  await expect(fetchJwks('http://127.0.0.1:1/keys')).rejects.toThrow('the server cannot be reached')
})
