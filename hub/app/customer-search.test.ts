import { expect, test } from 'vitest'
import { Counter, staff, visitor } from './testing.ts'

test('customers are found by a part of their name, the newest first, and an erased one by nobody', async () => {
  const counter = await Counter.open()
  const names = ['Yuki Tanaka', 'ﾔﾏﾀﾞ たろう', 'YUKI Sato']
  for (const [at, name] of names.entries()) {
    await counter.begin(visitor(`v${at}`), { name })
    await counter.pass(1_000)
  }
  const { door } = counter.hub
  const found = async (text: string) => {
    const all = await counter.settled(door.customersNamed(text))
    return all.map(({ name, contacts }) => [name, contacts])
  }
  expect(await found('yuki')).toEqual([
    ['YUKI Sato', 1],
    ['Yuki Tanaka', 1],
  ])
  expect(await found('やまだ')).toEqual([[names[1], 1]])
  expect(await found('タロウ')).toEqual([[names[1], 1]])
  expect(await found('nobody')).toEqual([])
  expect(await found('  ')).toEqual([])
  const [sato] = await counter.settled(door.customersNamed('sato'))
  await counter.settled(door.eraseCustomer(sato!.customer, staff('admin').agent))
  expect(await found('yuki')).toEqual([['Yuki Tanaka', 1]])
})
