/** The parts of a load test that can be tried without a hub: settings, arrivals, thresholds, texts, and that each script is a bundle. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { bundleScript } from './bundle.ts'
import { planOf, scripts, type Script } from './lib/plans.ts'
import { credentialsOf, settingsFrom, variables } from './lib/settings.ts'
import { summaryText, verdictsOf } from './lib/summary.ts'
import { Numbers, readWord, sumOf, wordText } from './lib/words.ts'
import { arrivalTimes } from './node/run-node.ts'
import { holds, Tally } from './node/tally.ts'

const names = Object.keys(scripts) as Script[]
const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')

describe('settings', () => {
  test('without a variable everything has a value', () => {
    expect(settingsFrom({})).toMatchObject({ hub: 'http://127.0.0.1:8080', durationMs: 120_000, rampMs: 20_000 })
  })

  test('times have units, and are seconds without one', () => {
    const { durationMs, thinkMs, rampMs } = settingsFrom({ DURATION: '2h', THINK: '1.5', RAMP: '200ms' })
    expect([durationMs, thinkMs, rampMs]).toEqual([7_200_000, 1_500, 200])
  })

  test.each([
    [{ DURATION: 'soon' }, 'DURATION=soon: must be a time, such as 90s, 5m or 2h.'],
    [{ AGENTS: 'many' }, 'AGENTS=many: must be a number, 0 at least.'],
    [{ FLOOR: 'maybe' }, 'FLOOR=maybe: must be read or skip.'],
    [{ HUB: 'hub.example' }, 'HUB=hub.example: must be http:// or https:// and a host.'],
  ])('what cannot be used is told in a sentence: %j', (env, sentence) => {
    expect(() => settingsFrom(env)).toThrow(sentence)
  })

  test('agents are those of the file, or counted from 1', () => {
    const settings = settingsFrom({ AGENT_PASSWORD: 'secret' })
    expect(credentialsOf(settings, null, 0)).toEqual({ login: 'load-1', password: 'secret' })
    expect(credentialsOf(settings, 'ann,a,b\nben,c\n', 0)).toEqual({ login: 'ann', password: 'a,b' })
    expect(() => credentialsOf(settings, 'ann,a\n', 1)).toThrow('AGENTS_FILE has 1 agents, and 2 are asked for.')
  })

  test('the guide has a row for each variable, with what is taken without it, and for each script', () => {
    const guide = read('README.md')
    const missing = Object.entries(variables).filter(
      ([name, [taken]]) => !guide.includes(`| \`${name}\` | ${taken === '' ? '' : `\`${taken}\` `}|`),
    )
    expect(missing.map(([name]) => name)).toEqual([])
    expect(names.filter((name) => !guide.includes(`| \`${name}\` |`))).toEqual([])
  })
})

describe('plans', () => {
  test.each(names)('%s names only what a tally of its own can answer', (script) => {
    const { thresholds } = planOf(script, settingsFrom({}))
    expect(() => new Tally(thresholds).summary(1_000)).not.toThrow()
  })

  test('visitors come as the rates say: a ramp, then every second', () => {
    const stages = [
      { target: 3_600, duration: '4000ms' },
      { target: 3_600, duration: '3000ms' },
      { target: 0, duration: '0ms' },
      { target: 0, duration: '5000ms' },
    ]
    const times = [...arrivalTimes({ startRate: 0, stages, timeUnit: '60m' })].map(Math.round)
    expect(times).toEqual([2_828, 4_000, 5_000, 6_000, 7_000])
  })

  test('a spike jumps to its rate and back', () => {
    const settings = settingsFrom({ RATE: '60', RAMP: '0', DURATION: '20s', SPIKE_FOR: '10s', SPIKE_TIMES: '6' })
    const { visitors } = planOf('spike', settings).scenarios
    if (visitors?.executor !== 'ramping-arrival-rate') throw new Error('visitors of a spike come at a rate')
    const times = [...arrivalTimes(visitors)]
    const within = (from: number, to: number): number => times.filter((at) => at > from && at <= to).length
    expect([within(0, 5_000), within(5_000, 15_000), within(15_000, 20_000)]).toEqual([5, 60, 5])
  })
})

describe('the tally', () => {
  test.each([
    ['p(99)<250', { 'p(99)': 249.9 }, true],
    ['p(99)<250', { 'p(99)': 250 }, false],
    ['count==0', { count: 0 }, true],
    ['count==0', { count: 1 }, false],
    ['rate>0.95', { rate: 0.96 }, true],
    ['rate>=1', { rate: 0.99 }, false],
    ['count!=0', { count: 0 }, false],
    ['max<=5', { max: 5 }, true],
  ] as const)('%s of %j is %s', (expression, values, answer) => {
    expect(holds(expression, values as Record<string, number>)).toBe(answer)
  })

  test('a threshold that nothing answers is a mistake', () => {
    expect(() => holds('median<3', { med: 1 })).toThrow('A threshold that nothing answers: median<3')
  })

  test('samples count for their measure and for the part that their tags say', () => {
    const tally = new Tally({ lost: ['count==0'], 'said{by:agent}': ['count>=0'], offer_latency: ['p(99)<10'] })
    tally.add('said', 5, { by: 'agent' })
    tally.add('said', 7, { by: 'customer' })
    for (let ms = 1; ms <= 100; ms++) tally.add('offer_latency', ms)
    tally.add('served', 1)
    tally.add('served', 0)
    const data = tally.summary(2_000)
    expect(data.metrics.said!.values).toEqual({ count: 12, rate: 6 })
    expect(data.metrics['said{by:agent}']!.values.count).toBe(5)
    expect(data.metrics.served!.values).toEqual({ rate: 0.5, passes: 1, fails: 1 })
    expect(data.metrics.offer_latency!.values).toMatchObject({ count: 100, min: 1, 'p(99)': 100, max: 100 })
    expect(verdictsOf(data)).toEqual([
      { measure: 'offer_latency', expression: 'p(99)<10', reached: 100, holds: false },
      { measure: 'lost', expression: 'count==0', reached: 0, holds: true },
    ])
    expect(summaryText('whole-day', data).at(-1)).toBe('  some thresholds are broken')
  })
})

describe('words', () => {
  test('say their number and when they were sent', () => {
    expect(readWord(wordText(3, 1_700_000_000_000))).toEqual({ number: 3, sentAt: 1_700_000_000_000 })
    expect(readWord('hello')).toBeNull()
  })

  test('one that is changed has another sum', () => {
    expect(sumOf(wordText(1, 5))).not.toBe(sumOf(wordText(1, 6)))
  })

  test('what is passed over and what comes again is noticed', () => {
    const numbers = new Numbers()
    expect([1, 2, 5, 5, 6].map((number) => numbers.next(number))).toEqual([
      { missing: 0, again: false },
      { missing: 0, again: false },
      { missing: 2, again: false },
      { missing: 0, again: true },
      { missing: 0, again: false },
    ])
  })
})

describe('bundles', () => {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-k6-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test.each(names)('%s is one small file that knows k6 and nothing else', async (script) => {
    const text = readFileSync(await bundleScript(script, folder), 'utf8')
    const imported = [...text.matchAll(/^import .* from "(.+)";$/gm)].map(([, name]) => name)
    expect(imported.filter((name) => !name!.startsWith('k6/'))).toEqual([])
    expect(imported.length).toBeGreaterThan(0)
    expect(text).not.toMatch(/["']node:/)
    // Each virtual user runs the file anew: what it weighs, it weighs that many times.
    expect(text.length).toBeLessThan(250_000)
  })
})
