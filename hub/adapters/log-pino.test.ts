/** The log: lines of JSON, levels, bound fields, and no secret whatever the caller does. */
import { expect, test } from 'vitest'
import { pinoLog, type LogLevel } from './log-pino.ts'

function capture(level: LogLevel) {
  const lines: string[] = []
  const log = pinoLog({ level, destination: { write: (line: string) => void lines.push(line) } })
  return { log, lines, parsed: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) }
}

test('a line is one JSON object with level, time, text and fields', () => {
  const { log, lines, parsed } = capture('info')
  log.with({ contact: 'cnt_1' }).with({ agent: 'agt_1' }).warn({ attempts: 2, late: true, why: null }, 'offer expired')
  expect(lines).toHaveLength(1)
  expect(lines[0]!.endsWith('\n')).toBe(true)
  expect(parsed()[0]).toMatchObject({
    level: 'warn',
    msg: 'offer expired',
    contact: 'cnt_1',
    agent: 'agt_1',
    attempts: 2,
    late: true,
    why: null,
  })
  expect(Date.parse(parsed()[0]!['time'] as string)).not.toBeNaN()
})

test.each([
  ['silent', []],
  ['error', ['e']],
  ['warn', ['e', 'w']],
  ['info', ['e', 'w', 'i']],
  ['debug', ['e', 'w', 'i', 'd']],
] as const)('level %s writes %j', (level, written) => {
  const { log, parsed } = capture(level)
  log.error({}, 'e')
  log.warn({}, 'w')
  log.info({}, 'i')
  log.debug({}, 'd')
  expect(parsed().map(({ msg }) => msg)).toEqual(written)
})

test.each([
  'token',
  'resumeToken',
  'password',
  'passwordHash',
  'secret',
  'client_secret',
  'cookie',
  'set-cookie',
  'Authorization',
  'authorisation',
  'ticket',
  'apiKey',
  'api_key',
  'privateKey',
  'credential',
  'signature',
])('a field named %s is never written, neither at the call nor bound', (name) => {
  const { log, lines } = capture('debug')
  for (const write of [log.error, log.warn, log.info, log.debug]) write({ [name]: 'hunter2', kept: 1 }, 'text')
  log
    .with({ [name]: 'hunter2' })
    .with({ [name]: 'hunter2' })
    .error({}, 'text')
  expect(lines).toHaveLength(5)
  expect(lines.join()).not.toContain('hunter2')
  expect(lines.join()).not.toContain(`"${name}"`)
  expect(lines[0]).toContain('"kept":1')
})

test('secrets within texts and addresses are cut out, the rest stays', () => {
  const { log, lines } = capture('info')
  log.info(
    {
      path: '/files/1?token=hunter2&size=3',
      header: 'Bearer hunter2',
      place: 'https://a.example/#access_token=hunter2',
    },
    'GET /x?a=1&ticket=hunter2 refused',
  )
  expect(lines.join()).not.toContain('hunter2')
  expect(lines[0]).toContain('size=3')
  expect(lines[0]).toContain('GET /x?a=1&ticket=… refused')
})

test('a line feed in a text cannot begin a line of its own', () => {
  const { log, lines } = capture('info')
  log.info({ name: 'a\n{"level":"error"}' }, 'b\nc')
  expect(lines).toHaveLength(1)
  expect(lines[0]!.trimEnd()).not.toContain('\n')
})
