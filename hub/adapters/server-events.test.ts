import { expect, test } from 'vitest'
import { serverEvents, TooMuch } from './server-events.ts'

const stream =
  'data: 一つ\r\n\r\n: only a comment\n\nevent: x\ndata:two\ndata: lines\n\nid: 3\rdata: {"a":1}\r\rdata: cut off'
const expected = ['一つ', 'two\nlines', '{"a":1}']

async function* cut(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size))
}

const read = async (size: number, bytesMax = 1_000): Promise<string[]> => {
  const found: string[] = []
  for await (const data of serverEvents(cut(new TextEncoder().encode(stream), size), bytesMax)) found.push(data)
  return found
}

test('events are the same however they are cut, and one that is cut off is none', async () => {
  for (let size = 1; size <= 40; size++) expect(await read(size), `in pieces of ${size}`).toEqual(expected)
})

test('who sends more than anybody needs is not read on', async () => {
  await expect(read(10, 50)).rejects.toThrow(TooMuch)
})
