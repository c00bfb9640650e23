/** The parts of set-up that decide something: what is stale, what counts as failed, what a person reads. */
import { Writable } from 'node:stream'
import { describe, expect, test, vi } from 'vitest'
import { whyStale } from './install.mjs'
import { Refusal, duration, step } from './lib/say.mjs'
import { countTests, failures, summary } from './lib/test-report.mjs'

describe('installed dependencies', () => {
  const wanted = {
    '': { version: '0.1.0' },
    'node_modules/lit': { version: '3.3.3', integrity: 'sha512-a' },
    'node_modules/lit/node_modules/inner': { version: '1.0.0', integrity: 'sha512-b' },
    'node_modules/@esbuild/win32-x64': { version: '1.0.0', integrity: 'sha512-c', optional: true },
  }
  const here = {
    'node_modules/lit': { version: '3.3.3', integrity: 'sha512-a' },
    'node_modules/lit/node_modules/inner': { version: '1.0.0', integrity: 'sha512-b' },
  }
  test.each([
    ['all there, another platform left out', here, null],
    ['no folder', null, 'none are installed'],
    ['one missing', { 'node_modules/lit': here['node_modules/lit'] }, 'inner is missing'],
    [
      'one older',
      { ...here, 'node_modules/lit': { version: '3.3.2', integrity: 'sha512-z' } },
      'lit is another version',
    ],
    [
      'one republished',
      { ...here, 'node_modules/lit': { version: '3.3.3', integrity: 'sha512-z' } },
      'lit is another version',
    ],
  ])('%s', (_what, installed, why) => expect(whyStale(wanted, installed)).toBe(why))

  test('a lock file that is gone is a refusal in words', () => {
    expect(() => whyStale(null, here)).toThrow(Refusal)
  })
})

describe('the last line of npm test', () => {
  const file = (status: string, ...statuses: string[]) => ({
    status,
    assertionResults: statuses.map((one) => ({ status: one })),
  })
  test.each([
    ['all well', [file('passed', 'passed', 'passed')], 0, '2 passed, 0 failed'],
    ['one fails', [file('failed', 'passed', 'failed')], 1, '1 passed, 1 failed'],
    ['some skipped', [file('passed', 'passed', 'skipped', 'todo')], 0, '1 passed, 0 failed, 2 skipped'],
    ['a file that cannot be loaded', [file('passed', 'passed'), file('failed')], 1, '1 passed, 1 failed'],
    ['a hook that fails', [file('failed', 'passed')], 1, '1 passed, 1 failed'],
    ['an error outside every test', [file('passed', 'passed')], 1, '1 passed, 1 failed'],
  ])('%s', (_what, testResults, exitCode, line) => expect(summary(countTests({ testResults }, exitCode))).toBe(line))

  test('no report at all is a failure', () => {
    expect(summary(countTests(null, 1))).toBe('0 passed, 1 failed')
  })

  test('before it comes what failed, by name', () => {
    const told = (name: string, status: string, ...tests: [string, string][]) => ({
      name: `/clone/${name}`,
      status,
      assertionResults: tests.map(([title, one]) => ({ status: one, title, ancestorTitles: ['a line'] })),
    })
    const testResults = [
      told('hub/a.test.ts', 'failed', ['is cut', 'failed'], ['comes back', 'passed']),
      told('hub/b.test.ts', 'passed', ['is kept', 'passed']),
      told('hub/c.test.ts', 'failed'),
    ]
    const named = ['hub/a.test.ts: a line > is cut', 'hub/c.test.ts']
    expect(failures({ testResults }, 1, '/clone')).toEqual(named)
    expect(failures({ testResults: [told('hub/b.test.ts', 'passed')] }, 0, '/clone')).toEqual([])
    for (const report of [null, { testResults: [told('hub/b.test.ts', 'passed')] }])
      expect(failures(report, 1, '/clone')).toEqual(['no test by name: see what the runner said above'])
  })
})

describe('what a step says', () => {
  const paper = () => {
    let text = ''
    const out = new Writable({ write: (chunk, _encoding, done) => ((text += String(chunk)), done()) })
    return { out, text: () => text.replaceAll(/\(\d[^)]*\)/g, '(time)').replaceAll(/after \d+ ms/g, 'after (time)') }
  }
  test('its name, what it does, how it ended and how long it took', async () => {
    const { out, text } = paper()
    await step('build', 'the pages', () => Promise.resolve('3 files'), out)
    expect(text()).toBe('build: the pages\nbuild: 3 files (time)\n')
  })

  test('where a long one is, in a line every 10 s', async () => {
    vi.useFakeTimers()
    const { out, text } = paper()
    const running = step(
      'worker',
      'a build',
      (progress: (where: string) => void) =>
        new Promise((done) => {
          progress('compiling, 1 of 2')
          setTimeout(() => progress('compiling, 2 of 2'), 15_000)
          setTimeout(done, 25_000)
        }),
      out,
    )
    await vi.advanceTimersByTimeAsync(25_000)
    await running
    vi.useRealTimers()
    const [, first, second, ...rest] = text().split('\n')
    expect(first).toBe('  worker: compiling, 1 of 2 (time)')
    expect(second).toBe('  worker: compiling, 2 of 2 (time)')
    expect(rest).toEqual(['worker: done (time)', ''])
  })

  test('that it failed; what failed goes on to the caller', async () => {
    const { out, text } = paper()
    await expect(step('build', 'the pages', () => Promise.reject(new Refusal('no disk')), out)).rejects.toThrow(
      'no disk',
    )
    expect(text()).toBe('build: the pages\nbuild: failed after (time)\n')
  })

  test.each([
    [850.4, '850 ms'],
    [12_340, '12.3 s'],
    [272_000, '4 min 32 s'],
    [119_900, '2 min 0 s'],
  ])('%d ms reads %s', (ms, text) => expect(duration(ms)).toBe(text))
})
