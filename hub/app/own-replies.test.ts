/** Quick replies of an agent's own, through the whole hub in memory. */
import { expect, test } from 'vitest'
import { ownRepliesMax } from '../protocol/index.ts'
import { Counter, staff } from './testing.ts'

test('an agent keeps, changes and takes away their own, which nobody else is shown, and finds them after a restart', async () => {
  const counter = await Counter.open()
  const hanako = await counter.page(staff('hanako'))
  const own = async (page: typeof hanako) => (await page.ask('reply.list', {})).own
  expect(await own(hanako)).toEqual([])
  await hanako.ask('reply.keep', { key: 'すぐ', text: '少々お待ちください。' })
  await hanako.ask('reply.keep', { key: 'bye', text: 'Good bye' })
  await hanako.ask('reply.keep', { key: 'bye', text: 'Good bye, {customer}' })
  const kept = [
    { key: 'bye', text: 'Good bye, {customer}' },
    { key: 'すぐ', text: '少々お待ちください。' },
  ]
  expect(await own(hanako)).toEqual(kept)
  expect(await own(await counter.page(staff('james')))).toEqual([])
  await counter.restart()
  const again = await counter.page(staff('hanako'))
  expect(await own(again)).toEqual(kept)
  for (const { key } of kept) await again.ask('reply.keep', { key, text: ' ' })
  expect(await own(again)).toEqual([])
  expect([...counter.store.range('ownReplies', {})]).toEqual([])
})

test('a word that a slash cannot ask for is refused, and so is one too many', async () => {
  const counter = await Counter.open()
  const page = await counter.page(staff())
  for (const key of ['two words', 'a/b', '全／角', ' '])
    expect(await page.refusal('reply.keep', { key, text: 'x' })).toBe('request.malformed')
  for (let n = 0; n < ownRepliesMax; n++) {
    await page.ask('reply.keep', { key: `k${n}`, text: 'x' })
    if (n % 20 === 19) await counter.pass(60_000)
  }
  expect(await page.refusal('reply.keep', { key: 'more', text: 'x' })).toBe('request.malformed')
  await page.ask('reply.keep', { key: 'k7', text: 'y' })
  expect((await page.ask('reply.list', {})).own).toHaveLength(ownRepliesMax)
})
