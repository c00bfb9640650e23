import { Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { loadConfig } from './config.ts'
import type { Entry } from './knowledge/index.ts'
import { makeId } from './model/ids.ts'
import { VirtualClock } from './sim/virtual-clock.ts'
import { putOutside } from './outside.ts'

const entries = (count: number, word: string): Entry[] =>
  Array.from({ length: count }, (_, at) => ({
    id: `${word}${at}`,
    question: { en: `${word} number${at}`, ja: `${word}` },
    answer: { en: `About ${word}.`, ja: `${word}です。` },
  }))

test('answers come from what is served at the moment, and whoever asks while it is taken in waits for it', async () => {
  const config = loadConfig({ env: { MADOGUCHI_MODE: 'demo', MADOGUCHI_CONFIG: '' } })
  let knowledge: readonly Entry[] | undefined
  const metrics = new Registry()
  const outside = putOutside({
    config,
    clock: new VirtualClock(),
    metrics,
    spent: null,
    keep: () => {},
    botSays: () => Promise.resolve(false),
    organisation: () => ({ ...config.organisation, ...(knowledge && { knowledge }) }),
  })
  const asked = { contact: makeId('contact', 'c'), site: 'demo', locale: 'en', count: 2 } as const
  const found = async (text: string) => (await outside.search({ ...asked, text })).map(({ entry }) => entry)
  expect(await found('teapots')).toEqual([])
  knowledge = entries(200, 'teapots')
  const first = found('teapots number7')
  expect((await first)[0]).toBe('teapots7')
  expect(await found('teapots')).toHaveLength(2)
  knowledge = entries(1, 'kettles')
  outside.learn()
  expect(await found('teapots')).toEqual([])
  expect(await found('kettles')).toEqual(['kettles0'])
  outside.answered?.({ type: 'answered', entry: 'kettles0', outcome: 'helped' })
  expect(await metrics.metrics()).toContain('madoguchi_answers_total{entry="kettles0",outcome="helped"} 1')
  outside.close()
})
