/** What every way of asking a scorer does, tried on each: what is asked arrives, and whatever comes of it is an answer in time. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeId } from '../model/ids.ts'
import { durationMs } from '../model/time.ts'
import { answerBytesMax, type Scorer, type ScorerQuestion } from './scorer.ts'

/** How the scorer answers the next question; `silent` never does, `dead` is not there. */
export type Behaviour = 'silent' | 'dead' | { readonly status: number; readonly text: string }

export interface ScorerPlace {
  /** Knows whom to ask for `desk`, and for no other queue. */
  readonly scorer: Scorer
  behave(behaviour: Behaviour): Promise<void>
  /** What the scorer was asked last. */
  asked(): unknown
  close(): Promise<void>
}

export const desk = makeId('queue', 'desk')
const [ann, ben] = [makeId('agent', 'ann'), makeId('agent', 'ben')]

const candidate = (id: typeof ann): ScorerQuestion['agents'][number] => ({
  id,
  ready: true,
  skills: { tax: 3 },
  attributes: ['vip'],
  usedUnits: 0,
  capacityUnits: 100,
  idleSince: 5,
  contacts: 2,
  talkMs: 60_000,
})

export const question: ScorerQuestion = {
  queue: desk,
  contact: {
    id: makeId('contact', 'carl'),
    customer: makeId('customer', 'c1'),
    channel: 'chat',
    locale: 'ja',
    topic: 'billing',
    priorityMs: 0,
    enqueuedAt: 10,
    joinedAt: 10,
    attempts: 0,
    lastAgent: null,
  },
  agents: [candidate(ann), candidate(ben)],
}

/** Long enough for any answer that comes, and for one that never does. */
const [plenty, little] = [durationMs(5_000), durationMs(60)]

const malformed: readonly string[] = [
  '',
  'garbage',
  '[]',
  'null',
  '{}',
  '{"scores":[]}',
  '{"scores":{"agt_ann":"high"}}',
  '{"scores":{"agt_ann":1e99}}',
  '{"scores":{"agt_stranger":1}}',
  `{"scores":{}}${' '.repeat(answerBytesMax)}`,
]

export function scorerContract(name: string, open: () => Promise<ScorerPlace>): void {
  describe(`scorer: ${name}`, () => {
    let place: ScorerPlace
    beforeAll(async () => (place = await open()))
    afterAll(() => place.close())
    const ask = (withinMs = plenty) => place.scorer.ask(question, withinMs)

    test('knows its queues', () => {
      expect(place.scorer.knows(desk)).toBe(true)
      expect(place.scorer.knows(makeId('queue', 'sales'))).toBe(false)
    })

    test('what is asked arrives whole, and scores of some or all come back', async () => {
      await place.behave({ status: 200, text: '{"scores":{"agt_ben":0.75,"agt_ann":-2},"more":1}' })
      expect(await ask()).toEqual({
        kind: 'scores',
        scores: [
          [ben, 0.75],
          [ann, -2],
        ],
      })
      expect(place.asked()).toEqual(question)
      await place.behave({ status: 200, text: '{"scores":{}}' })
      expect(await ask()).toEqual({ kind: 'scores', scores: [] })
    })

    test.each(malformed)('what is no answer is none: %#', async (text) => {
      await place.behave({ status: 200, text })
      expect(await ask()).toEqual({ kind: 'failed', why: 'malformed' })
    })

    test.each([204, 302, 401, 500])('status %i is a refusal', async (status) => {
      await place.behave({ status, text: '{"scores":{"agt_ben":1}}' })
      expect(await ask()).toEqual({ kind: 'failed', why: 'refused' })
    })

    test('one that never answers is given up in time, and asked again all the same', async () => {
      await place.behave('silent')
      expect(await ask(little)).toEqual({ kind: 'failed', why: 'slow' })
      await place.behave({ status: 200, text: '{"scores":{"agt_ben":1}}' })
      expect((await ask()).kind).toBe('scores')
    })

    test('one that is not there is told at once', async () => {
      await place.behave('dead')
      expect(await ask()).toEqual({ kind: 'failed', why: 'unreachable' })
    })
  })
}
