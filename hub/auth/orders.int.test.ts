/** The inbox of orders on a real disk: torn, foreign and repeated ones, and what the hub does with each. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { verifyChain } from '../app/audit-chain.ts'
import { Counter } from '../app/testing.ts'
import { carryOutOrder } from '../http/orders.ts'
import { instant } from '../model/time.ts'
import { StorageUnavailable } from '../ports/store.ts'
import { forgetAnswers, leaveOrder, takeOrders, watchOrders, type Order, type OrderAnswer } from './orders.ts'
import { testClock, testLog } from './testing.ts'

let data = ''
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'madoguchi-inbox-'))
})
afterEach(() => rmSync(data, { recursive: true, force: true }))

const inbox = (...name: string[]): string => join(data, 'orders', ...name)
const left = (): string[] => readdirSync(inbox()).toSorted()
const erase = (id: string): Order => ({ kind: 'erase', id })

/** Takes what is there and tells what was carried out. */
async function taken(answer: OrderAnswer = { done: true, words: 'Done.' }): Promise<Order[]> {
  const orders: Order[] = []
  await takeOrders(data, (order) => {
    orders.push(order)
    return Promise.resolve(answer)
  })
  return orders
}

test('gives what was left, oldest first, once, and brings each answer to whoever asked', async () => {
  const answers = [3, 1, 2].map((at) => leaveOrder(data, erase(`cus_${at}`), instant(at)))
  expect(answers.map((answer) => answer())).toEqual([null, null, null])
  for (const name of ['', ...left()]) expect(statSync(inbox(name)).mode & 0o077).toBe(0)
  expect(await taken()).toEqual([erase('cus_1'), erase('cus_2'), erase('cus_3')])
  expect(await taken()).toEqual([])
  for (const answer of answers) expect(answer()).toEqual({ done: true, words: 'Done.' })
  expect(left()).toEqual([])
})

test('an order that is still being written is none, and its rest harms nobody', async () => {
  leaveOrder(data, erase('cus_1'), instant(1))
  const [name] = left()
  const whole = readFileSync(inbox(name!), 'utf8')
  rmSync(inbox(name!))
  writeFileSync(inbox(`${name}.part`), whole.slice(0, 9))
  expect(await taken()).toEqual([])
  expect(left()).toEqual([`${name}.part`])
})

test('one that is torn, foreign, or no file is put aside, and those behind it are carried out', async () => {
  mkdirSync(inbox('000-folder.order'), { recursive: true })
  const strange: Record<string, string> = {
    '001-torn': JSON.stringify(erase('cus_1')).slice(0, 12),
    '002-empty': '',
    '003-nothing': 'null',
    '004-list': '[]',
    '005-bytes': '\0\xff\x01',
    '006-unknown': '{"kind":"format","id":"cus_1"}',
    '007-number': '{"kind":"erase","id":7}',
    '008-long': JSON.stringify(erase('c'.repeat(5_000))),
    '009-no-file': '{"kind":"export","id":"cus_1"}',
    '010-other-act': '{"kind":"note","act":"account.role","object":"agt_1"}',
    '011-inherited': '{"kind":"note","act":"constructor","object":"x","__proto__":{"id":"cus_1"}}',
  }
  for (const [name, text] of Object.entries(strange)) writeFileSync(inbox(`${name}.order`), text)
  writeFileSync(inbox('letter.txt'), 'to somebody')
  leaveOrder(data, erase('cus_2'), instant(2e12))
  expect(await taken()).toEqual([erase('cus_2')])
  const aside = ['000-folder', ...Object.keys(strange)].map((name) => `${name}.order.refused`)
  expect(left().filter((name) => !name.endsWith('.answer'))).toEqual([...aside, 'letter.txt'])
  expect(await taken()).toEqual([])
})

test('one that cannot be carried out now stays, with all behind it, and a watching hub tries again and says so', async () => {
  const first = leaveOrder(data, erase('cus_1'), instant(1))
  const second = leaveOrder(data, erase('cus_2'), instant(2))
  await expect(takeOrders(data, () => Promise.reject(new StorageUnavailable('full')))).rejects.toThrow(
    StorageUnavailable,
  )
  expect(left()).toHaveLength(2)
  const [clock, lines] = [testClock(), [] as string[]]
  let tries = 0
  const stop = watchOrders({
    dataFolder: data,
    clock,
    log: testLog(lines),
    carryOut: () =>
      (tries += 1) === 1 ? Promise.reject(new StorageUnavailable('full')) : Promise.resolve({ done: true, words: '' }),
  })
  await vi.waitFor(() => {
    clock.move(500)
    expect(left().every((name) => name.endsWith('.answer'))).toBe(true)
  })
  stop()
  expect([first(), second(), tries]).toEqual([{ done: true, words: '' }, { done: true, words: '' }, 3])
  expect(lines).toEqual(['warn: what a command has ordered could not be done yet; tried again'])
})

test('an answer that nobody fetched goes when the next hub starts', async () => {
  leaveOrder(data, erase('cus_1'), instant(1))
  await taken()
  expect(left()).toHaveLength(1)
  forgetAnswers(data)
  expect(left()).toEqual([])
})

test('one that a kill left behind is done again, and does no harm: nobody else goes, and the file that was written stays', async () => {
  const counter = await Counter.open()
  const { contact } = await counter.begin()
  const [row] = [...counter.store.range('customerContact', {})]
  const customer = String(row!.key[0])
  const file = join(data, 'customer.json')
  const orders: readonly (readonly [Order, OrderAnswer, OrderAnswer])[] = [
    [
      { kind: 'export', id: customer, file },
      { done: true, words: `Everything kept of ${customer} is in ${file}.` },
      { done: false, words: `${file} is there already. Name a new file.` },
    ],
    [
      { kind: 'note', act: 'backup.made', object: `${'x'.repeat(90)}/the-end` },
      { done: true, words: 'It is recorded.' },
      { done: true, words: 'It is recorded.' },
    ],
    [
      erase(customer),
      { done: true, words: `${customer} is erased: 1 contact, their keys are destroyed, their files removed.` },
      { done: false, words: `There is nothing to erase: nothing is kept of ${customer}.` },
    ],
  ]
  for (const [order, once, again] of orders) {
    const answer = leaveOrder(data, order, instant(1))
    const name = left().find((one) => one.endsWith('.order'))!
    const text = readFileSync(inbox(name), 'utf8')
    const carryOut = (one: Order): Promise<OrderAnswer> => carryOutOrder(counter.hub.door, one)
    await settledOutside(counter, takeOrders(data, carryOut))
    expect(answer()).toEqual(once)
    // The kill came before it was removed.
    writeFileSync(inbox(name), text)
    await settledOutside(counter, takeOrders(data, carryOut))
    expect(answer()).toEqual(again)
  }
  expect(readFileSync(file, 'utf8')).toContain(contact)
  const acts: string[] = []
  verifyChain(counter.store, { each: ({ actor, act, object }) => acts.push([actor, act, object].join(' ')) })
  const noted = `command line backup.made ${'x'.repeat(72)}/the-end`
  expect(acts).toEqual([
    `command line customer.exported ${customer}`,
    noted,
    noted,
    `command line customer.erased ${customer}`,
  ])
  expect(left()).toEqual([])
})

/** The counter's time moves while the real disk takes its own. */
async function settledOutside<Value>(counter: Counter, promise: Promise<Value>): Promise<Value> {
  let isDone = false
  const note = (): void => void (isDone = true)
  promise.then(note, note)
  await vi.waitFor(
    async () => {
      await counter.pass(1)
      expect(isDone).toBe(true)
    },
    { timeout: 30_000, interval: 1 },
  )
  return promise
}
