/** Answers in the configuration: from a file beside it, in it, and what is wrong with either. */
import { expect, test } from 'vitest'
import { ConfigError, loadConfig, readDocument } from './config.ts'
import { small } from './config-testing.ts'

const entry = (id: string, more = {}) => ({
  id,
  question: { en: 'How?', ja: 'どうやって？' },
  answer: { en: 'So.', ja: 'こうです。' },
  ...more,
})

const missing = () => {
  throw Object.assign(new Error('no such file'), { code: 'ENOENT' })
}
/** With files by the end of their path. */
const loaded = (files: Readonly<Record<string, unknown>>) =>
  loadConfig({
    env: { MADOGUCHI_MODE: 'demo', MADOGUCHI_CONFIG: '/etc/desk/madoguchi.json' },
    readFile: (path) => {
      const text = files[path] ?? missing()
      return typeof text === 'string' ? text : JSON.stringify(text, null, 1)
    },
  })
const refusal = (files: Readonly<Record<string, unknown>>): string => {
  try {
    loaded(files)
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError)
    return (error as Error).message
  }
  throw new Error('it was not refused')
}
const main = '/etc/desk/madoguchi.json'

test('what the file of answers says becomes part of the document', () => {
  const config = loaded({
    [main]: { ...small, knowledge: 'faq/answers.json' },
    '/etc/desk/faq/answers.json': { entries: [entry('how')] },
  })
  expect(config.document.knowledge).toEqual([entry('how')])
  expect(config.organisation.knowledge).toEqual([entry('how')])
  expect(loaded({ [main]: small }).organisation.knowledge).toBeUndefined()
})

test('faults of the file are told with their lines, all of them', () => {
  const answers = { entries: [entry('how', { answer: { en: 'So.' } }), entry('Why')] }
  const told = refusal({ [main]: { ...small, knowledge: 'a.json' }, '/etc/desk/a.json': answers })
  expect(told).toMatch(/^a\.json cannot be used:\n {2}line \d+: "entries\/0\/answer\/ja" is missing/)
  expect(told).toMatch(/line \d+: "entries\/1\/id" is "Why"/)
  expect(refusal({ [main]: { ...small, knowledge: 'gone.json' } })).toBe(
    '"knowledge" in /etc/desk/madoguchi.json names gone.json, but there is no such file.',
  )
})

test('answers may stand in the configuration itself', () => {
  expect(loaded({ [main]: { ...small, knowledge: [entry('how')] } }).organisation.knowledge).toEqual([entry('how')])
  const told = refusal({ [main]: { ...small, knowledge: [entry('how'), entry('how')] } })
  expect(told).toContain('"knowledge/1/id" in /etc/desk/madoguchi.json')
  expect(told).toContain('the key "how" stands twice')
})

test('a hub that runs takes answers only, no path: the file is not on its side', () => {
  expect(() => readDocument({ ...small, knowledge: '/etc/passwd' }, { name: 'x.json', mode: 'production' })).toThrow(
    '"knowledge" in x.json is "/etc/passwd"; it must be a list of at most 5000 answers',
  )
})

test('a language model has an address, a name and bounds of what it costs', () => {
  const answerer = { url: 'https://llm.example.jp/v1', model: 'small' }
  expect(loaded({ [main]: { ...small, answerer } }).organisation.answerer).toEqual({
    ...answerer,
    timeoutMs: 10_000,
    tokensPerAnswer: 500,
    tokensPerContact: 20_000,
    tokensPerDay: 500_000,
  })
  const url = 'https://me:secret@llm.example.jp/v1'
  expect(refusal({ [main]: { ...small, answerer: { ...answerer, url } } })).toContain('without name and password')
  expect(refusal({ [main]: { ...small, answerer: { ...answerer, key: 'sk-1' } } })).toContain('"key" in')
})

test('bots of one’s own have an address, and keys that no other bot has', () => {
  const bot = { id: 'shop', url: 'https://bot.example.jp/', keys: ['k2', 'k1'] }
  const env = { MADOGUCHI_BOT_SECRETS: `k2:${'x'.repeat(32)}` }
  const config = loadConfig({
    env: { MADOGUCHI_MODE: 'demo', ...env },
    readFile: () => JSON.stringify({ ...small, bots: [bot] }),
  })
  expect(config.organisation.bots).toEqual([bot])
  expect(config.botSecrets).toEqual({ k2: 'x'.repeat(32) })
  expect(config.warnings).toEqual(['The bot shop has the key k1, but "botSecrets" has no secret for it.'])
  const other = { ...bot, id: 'desk' }
  expect(refusal({ [main]: { ...small, bots: [bot, other] } })).toContain('"bots/1/keys/0"')
  expect(refusal({ [main]: { ...small, bots: [bot, { ...other, id: 'shop', keys: ['k3'] }] } })).toContain(
    '"bots/1/id"',
  )
  const url = 'https://a:b@bot.example.jp/'
  expect(refusal({ [main]: { ...small, bots: [{ ...bot, url }] } })).toContain('"bots/0/url"')
})
