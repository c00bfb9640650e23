/** What is said of the knowledge with a language model, and that whatever it does the plain search is there. */
import { expect, test } from 'vitest'
import type { Found } from '../flow/index.ts'
import { makeId } from '../model/ids.ts'
import { instant, seconds } from '../model/time.ts'
import type { Answerer, AnswererHow, AnswererQuestion, AnswererReply } from '../ports/answerer.ts'
import { Answering, type AnswererOutcome, type AnswererSettings } from './index.ts'
import type { Spent } from './spending.ts'

const entry = (key: string, score: number): Found => ({
  entry: key,
  title: `About ${key}?`,
  text: `All of ${key}.`,
  score,
})
const found = [entry('tea', 0.9), entry('milk', 0.5), entry('cups', 0.2), entry('sugar', 0.1)]
const said = (text: string, tokens = 100): AnswererReply => ({ kind: 'said', text, tokens })
const settings: AnswererSettings = {
  timeoutMs: seconds(10),
  tokensPerAnswer: 100,
  tokensPerContact: 1_000,
  tokensPerDay: 100_000,
}

function made(more: Partial<AnswererSettings> | null = {}, spent: Spent | null = null) {
  let now = 0
  const kept: Spent[] = []
  const outcomes: AnswererOutcome[] = []
  const asked: { question: AnswererQuestion; how: AnswererHow; reply: (reply: AnswererReply) => void }[] = []
  const answerer: Answerer = {
    ask: (question, how) => new Promise((reply) => asked.push({ question, how, reply })),
  }
  const answering = new Answering({
    search: (text, _, count) => Promise.resolve(text === 'nothing' ? [] : found.slice(0, count)),
    answerer,
    settings: () => more && { ...settings, ...more },
    clock: { now: () => instant(now) },
    spent,
    keep: (spending) => kept.push(spending),
    seen: (outcome) => outcomes.push(outcome),
  })
  const search = (text: string, { contact = 'a', telling = () => {} } = {}) =>
    answering.search({ contact: makeId('contact', contact), site: 'shop', text, locale: 'en', count: 2 }, telling)
  const isAsked = async (count: number) => {
    await expect.poll(() => asked.length).toBe(count)
    return asked.at(-1)!
  }
  return {
    answering,
    search,
    asked,
    isAsked,
    kept,
    outcomes,
    pass: (ms: number) => void (now += ms),
    /** Asks, and has the model write this. */
    async told(reply: AnswererReply, contact = 'a') {
      const before = asked.length
      const searching = search('how is tea?', { contact })
      ;(await isAsked(before + 1)).reply(reply)
      return searching
    },
  }
}

test('without a model the plain search answers', async () => {
  const { search, asked } = made(null)
  expect(await search('tea')).toEqual(found.slice(0, 2))
  expect(asked).toEqual([])
})

test('what the model writes comes first, with its sources, and the entries that it did not use after it', async () => {
  const { told, asked, outcomes } = made()
  expect(await told(said('Tea goes with milk.\nSOURCES: tea, milk'))).toEqual([
    { entry: 'tea', title: 'About tea?', text: 'Tea goes with milk.\n\nSource: About tea?; About milk?', score: 0.9 },
    found[1],
  ])
  const { instructions } = asked[0]!.question
  expect(instructions).toContain('Entry cups\nQuestion: About cups?\nAnswer: All of cups.')
  // Speaks of too little to be worth a word.
  expect(instructions).not.toContain('Entry sugar')
  expect(instructions).not.toContain('how is tea?')
  expect(outcomes).toEqual(['answered'])
})

test.each([
  ['unsourced', said('Tea is good.')],
  ['unsourced', said('Tea is good.\nSOURCES: coffee')],
  ['unfounded', said('Tea costs 500 yen.\nSOURCES: tea')],
  ['unknown', said('SOURCES: none')],
  ['slow', { kind: 'failed', why: 'slow', tokens: 50 }],
  ['malformed', { kind: 'failed', why: 'malformed', tokens: 50 }],
] as const)('when it is of no use (%s) the plain search answers', async (outcome, reply) => {
  const { told, outcomes } = made()
  expect(await told(reply)).toEqual(found.slice(0, 2))
  expect(outcomes).toEqual([outcome])
})

test('where nothing is found nobody is asked', async () => {
  const { search, asked } = made()
  expect(await search('nothing')).toEqual([])
  expect(asked).toEqual([])
})

test('numbers of cards never leave', async () => {
  const { search, isAsked } = made()
  const searching = search('my card 4242 4242 4242 4242 was charged for tea')
  const { question, reply } = await isAsked(1)
  expect(JSON.stringify(question)).not.toMatch(/4242.?4242/)
  expect(question.asked).toContain('•••• 4242')
  reply(said('SOURCES: none'))
  await searching
})

test('whoever waits is told that it is being written, at once and then once a second', async () => {
  const { search, isAsked, pass } = made()
  let told = 0
  const searching = search('tea', { telling: () => (told += 1) })
  const { how, reply } = await isAsked(1)
  expect(told).toBe(1)
  for (let n = 0; n < 30; n++) {
    pass(100)
    how.writing?.()
  }
  expect(told).toBe(4)
  reply(said('SOURCES: none'))
  await searching
})

test('a contact that is over waits for nothing', async () => {
  const { search, isAsked, answering, outcomes } = made()
  const searching = search('tea')
  const { how, reply } = await isAsked(1)
  answering.over(makeId('contact', 'a'))
  expect(how.signal.aborted).toBe(true)
  reply({ kind: 'failed', why: 'slow', tokens: 10 })
  expect(await searching).toEqual(found.slice(0, 2))
  expect(outcomes).toEqual([])
})

test('after five failures in a row it is left alone for a while, then tried by one question', async () => {
  const { told, search, pass, asked, outcomes } = made({ tokensPerContact: 100_000 })
  const failed: AnswererReply = { kind: 'failed', why: 'unreachable', tokens: 0 }
  for (let n = 0; n < 5; n++) await told(failed)
  expect(await search('tea')).toEqual(found.slice(0, 2))
  expect(asked).toHaveLength(5)
  pass(30_000)
  await told(failed)
  await search('tea')
  expect(asked).toHaveLength(6)
  pass(30_000)
  await told(said('Tea.\nSOURCES: tea'))
  await told(said('Tea.\nSOURCES: tea'))
  expect(outcomes.filter((outcome) => outcome === 'skipped')).toHaveLength(2)
})

test('no more than eight questions are under way, and one of a contact', async () => {
  const { search, isAsked, asked } = made()
  const first = search('tea')
  await isAsked(1)
  await search('tea')
  expect(asked).toHaveLength(1)
  const others = Array.from({ length: 9 }, (_, n) => search('tea', { contact: `other${n}` }))
  await isAsked(8)
  for (const { reply } of asked) reply(said('SOURCES: none'))
  await Promise.all([first, ...others])
})

test('a contact may cost so much, and no more', async () => {
  const { told, search, asked, outcomes } = made()
  await told(said('SOURCES: none', 700))
  await search('tea')
  expect(asked).toHaveLength(1)
  await told(said('SOURCES: none', 10), 'b')
  expect(outcomes).toEqual(['unknown', 'skipped', 'unknown'])
})

test('a day may cost so much, whatever is under way and across a restart; the next day begins anew', async () => {
  const day = 86_400_000
  const { search, told, pass, kept, asked } = made(
    { tokensPerAnswer: 1_000, tokensPerContact: 10_000, tokensPerDay: 3_000 },
    { day: 0, tokens: 2_000 },
  )
  await search('tea')
  expect(asked).toEqual([])
  pass(day)
  await told(said('SOURCES: none', 400))
  expect(kept).toEqual([{ day: 1, tokens: 400 }])
  const under = [search('tea', { contact: 'b' }), search('tea', { contact: 'c' })]
  await expect.poll(() => asked.length).toBe(3)
  // Each has set aside what it may cost at most.
  await search('tea', { contact: 'd' })
  expect(asked).toHaveLength(3)
  for (const { reply } of asked) reply({ kind: 'failed', why: 'refused', tokens: 0 })
  await Promise.all(under)
  await told(said('SOURCES: none', 1), 'd')
})
