import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ConfigError, loadConfig, variableOf, type Config } from './config.ts'
import { fileSchema, scalarSettings } from './config-schema.ts'
import { demoPeople, demoPeopleOf, withOwnOrigins } from './demo.ts'

const missing = () => {
  throw Object.assign(new Error('no such file'), { code: 'ENOENT' })
}
const words = { en: 'Orders', ja: '注文' }
const shop = { id: 'shop', key: 'pk_shop', name: words, origins: ['https://shop.example.jp'], defaultQueue: 'orders' }
const small = { queues: [{ id: 'orders', name: words }], sites: [shop] }
const secret = 'x'.repeat(32)

function load(env: Record<string, string> = {}, file?: object | string): Config {
  const text = typeof file === 'string' ? file : JSON.stringify(file)
  return loadConfig({ env: { MADOGUCHI_MODE: 'demo', ...env }, readFile: file === undefined ? missing : () => text })
}

function refusalOf(env: Record<string, string>, file?: object | string): string {
  try {
    load(env, file)
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError)
    return (error as Error).message
  }
  throw new Error('it was not refused')
}

describe('where settings come from', () => {
  test('a demo needs none: it listens on this machine alone and serves the coffee shop', () => {
    const config = load()
    expect(config).toMatchObject({
      mode: 'demo',
      host: '127.0.0.1',
      port: 8080,
      builtIn: true,
      secret: null,
      warnings: [],
    })
    expect(config.dataFolder).toBe(resolve('data'))
    expect(config.organisation.sites[0]).toMatchObject({ key: 'pk_demo', name: { ja: 'あおぞら珈琲' } })
    expect(config.organisation.queues.map(({ rules }) => rules.id)).toEqual(['que_orders', 'que_delivery', 'que_other'])
  })

  test('the environment wins over the file, the file over what is built in', () => {
    expect(load({}, { port: 1 }).port).toBe(1)
    expect(load({ MADOGUCHI_PORT: '2' }, { port: 1 }).port).toBe(2)
    expect(load({ MADOGUCHI_PORT: '' }, { port: 1 }).port).toBe(1)
  })

  test('every plain setting may come from the environment under its own name', () => {
    const values: Record<keyof typeof scalarSettings, string> = {
      host: '0.0.0.0',
      port: '0',
      data: '/srv/madoguchi',
      mode: 'demo',
      secret,
      demoPassword: 'a password',
      tlsCert: '/tls/cert.pem',
      tlsKey: '/tls/key.pem',
      logLevel: 'debug',
      trustedProxy: '127.0.0.1',
      publicOrigin: 'https://support.example.jp',
      metricsToken: 'a token of sixteen',
      mediaSocket: '/run/media.sock',
    }
    const env = Object.fromEntries(Object.entries(values).map(([key, value]) => [variableOf(key), value]))
    expect(load(env)).toMatchObject({
      host: '0.0.0.0',
      port: 0,
      dataFolder: '/srv/madoguchi',
      secret,
      demoPassword: 'a password',
      tls: { certFile: '/tls/cert.pem', keyFile: '/tls/key.pem' },
      logLevel: 'debug',
      trustedProxy: '127.0.0.1',
      publicOrigin: 'https://support.example.jp',
      metricsToken: 'a token of sixteen',
      mediaSocket: '/run/media.sock',
    })
  })

  test('names of variables are those that people were told', () => {
    expect(['demoPassword', 'tlsCert', 'logLevel', 'port'].map(variableOf)).toEqual([
      'MADOGUCHI_DEMO_PASSWORD',
      'MADOGUCHI_TLS_CERT',
      'MADOGUCHI_LOG_LEVEL',
      'MADOGUCHI_PORT',
    ])
  })

  test('MADOGUCHI_CONFIG names another file, which then must be there', () => {
    const asked: string[] = []
    const readFile = (path: string) => (asked.push(path), '{"port": 7}')
    expect(loadConfig({ env: { MADOGUCHI_MODE: 'demo', MADOGUCHI_CONFIG: '/etc/m.json' }, readFile }).port).toBe(7)
    expect(asked).toEqual(['/etc/m.json'])
    expect(refusalOf({ MADOGUCHI_CONFIG: '/etc/none.json' })).toBe(
      'MADOGUCHI_CONFIG names /etc/none.json, but there is no such file.',
    )
  })

  test('a variable that means nothing is named, those of other parts are not', () => {
    const config = load({
      MADOGUCHI_PROT: '1',
      MADOGUCHI_DEV: '1',
      MADOGUCHI_WORKER_BIN: 'x',
      MADOGUCHI_MEDIA_WORKERS: '1',
      OTHER: '1',
    })
    expect(config.warnings).toHaveLength(1)
    expect(config.warnings[0]).toMatch(/^MADOGUCHI_PROT is set, but there is no such setting/)
    expect(config.dev).toBe(true)
  })

  test('the result cannot be changed, down to the last queue', () => {
    const config = load({}, small)
    expect(() => Object.assign(config, { port: 1 })).toThrow(TypeError)
    expect(() => Object.assign(config.organisation.queues[0]!.rules, { offerTimeoutMs: 1 })).toThrow(TypeError)
    expect(() => (config.organisation.sites as unknown[]).push({})).toThrow(TypeError)
  })
})

describe('production', () => {
  const production = (env: Record<string, string>, file?: object) =>
    load({ MADOGUCHI_MODE: 'production', ...env }, file)

  test('is what runs unless a demo is asked for', () => {
    expect(loadConfig({ env: { MADOGUCHI_SECRET: secret }, readFile: () => JSON.stringify(small) }).mode).toBe(
      'production',
    )
  })

  test('needs a secret, and says how to make one', () => {
    const message = refusalOf({ MADOGUCHI_MODE: 'production' }, small)
    expect(message).toMatch(/^"secret" is missing: .*MADOGUCHI_SECRET.*at least 32 characters.*openssl rand/)
  })

  test.each(['sites', 'queues'] as const)('needs %s, and says where an example is', (key) => {
    const message = refusalOf(
      { MADOGUCHI_MODE: 'production', MADOGUCHI_SECRET: secret },
      { ...small, [key]: undefined },
    )
    expect(message).toMatch(new RegExp(`^"${key}" is missing: ./madoguchi.json must say .*hub/docs/CONFIGURATION.md`))
  })

  test('listens beyond this machine by itself only with TLS', () => {
    expect(production({ MADOGUCHI_SECRET: secret }, small).host).toBe('127.0.0.1')
    const tls = { MADOGUCHI_TLS_CERT: 'c.pem', MADOGUCHI_TLS_KEY: 'k.pem' }
    expect(production({ MADOGUCHI_SECRET: secret, ...tls }, small).host).toBe('0.0.0.0')
  })

  test('warns of plain HTTP beyond this machine, unless a proxy is in front', () => {
    const open = { MADOGUCHI_SECRET: secret, MADOGUCHI_HOST: '0.0.0.0' }
    expect(production(open, small).warnings).toEqual([expect.stringContaining('without TLS')])
    expect(production({ ...open, MADOGUCHI_TRUSTED_PROXY: '10.0.0.1' }, small).warnings).toEqual([])
  })
})

describe('what cannot be used is named with what is allowed', () => {
  const queue = (more: object) => ({ ...small, queues: [{ ...small.queues[0], ...more }] })
  const site = (more: object) => ({ ...small, sites: [{ ...shop, ...more }] })

  test.each<[string, Record<string, string>, object | string | undefined, string]>([
    [
      'host',
      { MADOGUCHI_HOST: 'a b' },
      undefined,
      'MADOGUCHI_HOST is "a b"; it must be an address to listen on, such as 127.0.0.1 or 0.0.0.0.',
    ],
    [
      'port',
      { MADOGUCHI_PORT: '8o8o' },
      undefined,
      'MADOGUCHI_PORT is "8o8o"; it must be a port, a whole number from 0 (any free one) to 65535.',
    ],
    ['port above', { MADOGUCHI_PORT: '65536' }, undefined, 'MADOGUCHI_PORT is "65536"; it must be a port,'],
    ['port in the file', {}, { port: '8080' }, '"port" in ./madoguchi.json is "8080"; it must be a port,'],
    ['data', {}, { data: '' }, '"data" in ./madoguchi.json is ""; it must be the path of a folder.'],
    ['mode', { MADOGUCHI_MODE: 'prod' }, undefined, 'MADOGUCHI_MODE is "prod"; it must be one of demo, production.'],
    [
      'tls alone',
      { MADOGUCHI_TLS_CERT: 'c.pem' },
      undefined,
      '"tlsKey" is missing: tlsCert and tlsKey go together, or neither.',
    ],
    ['tls alone', {}, { tlsKey: 'k.pem' }, '"tlsCert" is missing: tlsCert and tlsKey go together, or neither.'],
    [
      'tlsCert',
      {},
      { tlsCert: 1, tlsKey: 'k' },
      '"tlsCert" in ./madoguchi.json is 1; it must be the path of a certificate file (PEM).',
    ],
    ['tlsKey', {}, { tlsKey: [] }, '"tlsKey" in ./madoguchi.json is []; it must be the path of a key file (PEM).'],
    [
      'logLevel',
      { MADOGUCHI_LOG_LEVEL: 'loud' },
      undefined,
      'MADOGUCHI_LOG_LEVEL is "loud"; it must be one of error, warn, info, debug, silent.',
    ],
    [
      'trustedProxy',
      { MADOGUCHI_TRUSTED_PROXY: '*' },
      undefined,
      'MADOGUCHI_TRUSTED_PROXY is "*"; it must be the IP address of the proxy in front, such as 127.0.0.1.',
    ],
    [
      'publicOrigin',
      { MADOGUCHI_PUBLIC_ORIGIN: 'https://a.jp/' },
      undefined,
      '"publicOrigin" is "https://a.jp/"; it must be an exact origin such as https://support.example.jp, without a path.',
    ],
    [
      'mediaSocket',
      {},
      { mediaSocket: 5 },
      '"mediaSocket" in ./madoguchi.json is 5; it must be the path of a local socket.',
    ],
    ['no JSON', {}, '{"port": ', 'The configuration file ./madoguchi.json is not valid JSON'],
    ['no object', {}, [1], './madoguchi.json is [1]; it must be an object, see docs/CONFIGURATION.md.'],
    ['unknown key', {}, { prot: 1 }, '"prot" in ./madoguchi.json is not a setting; known are: host, port, data,'],
    ['hostile key', {}, '{"__proto__": 1}', '"__proto__" in ./madoguchi.json is not a setting; known are:'],
    ['sites', {}, { ...small, sites: [] }, '"sites" in ./madoguchi.json is []; it must be a list of 1 to 100 sites.'],
    [
      'site key',
      {},
      site({ key: 'shop' }),
      '"sites/0/key" in ./madoguchi.json is "shop"; it must be a public key: pk_ and',
    ],
    [
      'site without a name',
      {},
      site({ name: undefined }),
      '"sites/0/name" in ./madoguchi.json is missing; it must be a text in both languages',
    ],
    [
      'name in one language',
      {},
      site({ name: { en: 'x' } }),
      '"sites/0/name/ja" in ./madoguchi.json is missing; it must be a text of 1 to 80 characters.',
    ],
    [
      'star origin',
      {},
      site({ origins: ['*'] }),
      '"sites/0/origins/0" in ./madoguchi.json is "*"; it must be an exact origin such as https://shop.example.jp, without a path or a star.',
    ],
    ['origin with path', {}, site({ origins: ['https://a.jp', 'https://a.jp/x'] }), '"sites/0/origins/1" in'],
    ['origin with usual port', {}, site({ origins: ['https://a.jp:443'] }), '"sites/0/origins/0" in'],
    ['script origin', {}, site({ origins: ['javascript:alert(1)'] }), '"sites/0/origins/0" in'],
    [
      'no origin',
      {},
      site({ origins: [] }),
      '"sites/0/origins" in ./madoguchi.json is []; it must be a list of 1 to 100 exact origins',
    ],
    [
      'default queue',
      {},
      site({ defaultQueue: 'sales' }),
      '"sites/0/defaultQueue" in ./madoguchi.json is "sales"; it must be one of the queues: orders.',
    ],
    [
      'topic queue',
      {},
      site({ topics: [{ key: 'a', label: words, queue: 'sales' }] }),
      '"sites/0/topics/0/queue" in ./madoguchi.json is "sales"; it must be one of the queues: orders.',
    ],
    [
      'two sites of one key',
      {},
      { ...small, sites: [shop, { ...shop, id: 'b' }] },
      '"sites/1/key" in ./madoguchi.json is "pk_shop"; it must be different from all others in the list.',
    ],
    [
      'two queues of one id',
      {},
      { ...small, queues: [small.queues[0], small.queues[0]] },
      '"queues/1/id" in ./madoguchi.json is "orders"; it must be different',
    ],
    ['queue id', {}, queue({ id: 'a b' }), '"queues/0/id" in ./madoguchi.json is "a b"; it must be a short key'],
    [
      'strategy',
      {},
      queue({ strategy: 'random' }),
      '"queues/0/strategy" in ./madoguchi.json is "random"; it must be one of longest-idle, least-occupied.',
    ],
    [
      'requirement',
      {},
      queue({ requirements: ['lang.ja'] }),
      '"queues/0/requirements/0" in ./madoguchi.json is "lang.ja"; it must be a skill and its least level from 1 to 5, such as "lang.ja>=3".',
    ],
    [
      'offer time-out',
      {},
      queue({ offerTimeoutSeconds: 1 }),
      '"queues/0/offerTimeoutSeconds" in ./madoguchi.json is 1; it must be seconds, a whole number from 5 to 300.',
    ],
    ['priority', {}, queue({ prioritySeconds: -1 }), '"queues/0/prioritySeconds" in'],
    ['cool-down', {}, queue({ declineCoolDownSeconds: 0.5 }), '"queues/0/declineCoolDownSeconds" in'],
    ['wrap-up', {}, queue({ wrapUpSeconds: 9_999 }), '"queues/0/wrapUpSeconds" in'],
    ['customer grace', {}, queue({ customerGraceSeconds: 0 }), '"queues/0/customerGraceSeconds" in'],
    ['agent grace', {}, queue({ agentGraceSeconds: '60' }), '"queues/0/agentGraceSeconds" in'],
    [
      'dispositions',
      {},
      queue({ dispositions: {} }),
      '"queues/0/dispositions" in ./madoguchi.json is {}; it must be a list of at most 50',
    ],
    [
      'disposition required',
      {},
      queue({ dispositionRequired: true }),
      '"queues/0/dispositionRequired" in ./madoguchi.json is true; it must be false as long as',
    ],
    [
      'unknown in a queue',
      {},
      queue({ timeout: 5 }),
      '"timeout" in ./madoguchi.json is not a setting of "queues/0"; known are: id, name,',
    ],
    ['reasons', {}, { reasons: [{ key: 'a' }] }, '"reasons/0/label" in ./madoguchi.json is missing;'],
    [
      'attachments size',
      {},
      { attachments: { megabytesMax: 0 } },
      '"attachments/megabytesMax" in ./madoguchi.json is 0; it must be megabytes, a whole number from 1 to 100.',
    ],
    [
      'attachments type',
      {},
      { attachments: { types: ['image/svg+xml'] } },
      '"attachments/types/0" in ./madoguchi.json is "image/svg+xml"; it must be one of image/png,',
    ],
    ['attachments count', {}, { attachments: { perContactMax: 0 } }, '"attachments/perContactMax" in'],
    [
      'limits',
      {},
      { limits: { ticketsPerMinutePerAddress: 0 } },
      '"limits/ticketsPerMinutePerAddress" in ./madoguchi.json is 0; it must be tickets, a whole number from 1',
    ],
    [
      'unknown limit',
      {},
      { limits: { all: 1 } },
      '"all" in ./madoguchi.json is not a setting of "limits"; known are: socketsBeforeHelloPerAddress,',
    ],
  ])('%s', (_name, env, file, sentence) => {
    const message = refusalOf(env, file)
    expect(message.startsWith(sentence), message).toBe(true)
    expect(message).toMatch(/\.$/)
    expect(message).not.toContain('\n')
  })

  test.each(['secret', 'demoPassword', 'metricsToken'])('a %s is never shown', (key) => {
    const value = 'hunter2'
    for (const message of [refusalOf({ [variableOf(key)]: value }), refusalOf({}, { [key]: value })]) {
      expect(message).not.toContain(value)
      expect(message).toMatch(/is set, but cannot be used as it is; it must be a/)
    }
    expect(refusalOf({}, `{"${key}": "${value}" oops`)).not.toContain(value)
  })
})

describe('the organisation', () => {
  test('has the defaults that the queue does not give, in milliseconds', () => {
    expect(load({}, small).organisation.queues[0]!.rules).toEqual({
      id: 'que_orders',
      strategy: 'longest-idle',
      requirements: [],
      priorityMs: 0,
      offerTimeoutMs: 20_000,
      declineCoolDownMs: 10_000,
      wrapUpMs: 60_000,
      dispositionRequired: false,
      dispositions: [],
      customerGraceMs: 120_000,
      agentGraceMs: 60_000,
    })
  })

  test('takes what it is given', () => {
    const queue = {
      id: 'orders',
      name: words,
      strategy: 'least-occupied',
      requirements: ['lang.ja>=3', 'product_x>=1'],
      prioritySeconds: 30,
      offerTimeoutSeconds: 15,
      dispositions: [{ key: 'solved', label: words }],
      dispositionRequired: true,
    }
    const site = { ...shop, topics: [{ key: 'order', label: words, queue: 'orders' }] }
    const { queues, sites } = load({}, { queues: [queue], sites: [site] }).organisation
    expect(queues[0]!.rules).toMatchObject({
      strategy: 'least-occupied',
      requirements: [
        { skill: 'lang.ja', level: 3 },
        { skill: 'product_x', level: 1 },
      ],
      priorityMs: 30_000,
      offerTimeoutMs: 15_000,
      dispositions: ['solved'],
      dispositionRequired: true,
    })
    expect(sites[0]).toMatchObject({
      id: 'sit_shop',
      topics: [{ key: 'order', queue: 'que_orders' }],
      defaultQueue: 'que_orders',
    })
  })

  test('always knows the reason of a missed offer', () => {
    const keys = (file?: object) => load({}, file).organisation.reasons.map(({ key }) => key)
    expect(keys()).toEqual(['lunch', 'break', 'meeting', 'training', 'missedOffer'])
    expect(keys({ reasons: [{ key: 'nap', label: words }] })).toEqual(['nap', 'missedOffer'])
  })

  test('lets in 10 MB of pictures, documents and text, no archives, unless it says otherwise', () => {
    const { bytesMax, types } = load().organisation.attachments
    expect(bytesMax).toBe(10 * 1024 * 1024)
    expect(types).toContain('image/png')
    expect(types).not.toContain('application/zip')
    const own = load({}, { attachments: { megabytesMax: 1, types: ['application/pdf'] } }).organisation.attachments
    expect(own).toMatchObject({ bytesMax: 1024 * 1024, types: ['application/pdf'] })
  })

  test('of the demo may be embedded in the hub’s own pages, once its port is known', () => {
    const own = withOwnOrigins(load().organisation, { port: 8081, tls: false, publicOrigin: 'https://demo.example.jp' })
    expect(own.sites[0]!.origins).toEqual([
      'http://localhost:8081',
      'http://127.0.0.1:8081',
      'http://[::1]:8081',
      'https://demo.example.jp',
    ])
    expect(withOwnOrigins(load().organisation, { port: 443, tls: true, publicOrigin: null }).sites[0]!.origins[0]).toBe(
      'https://localhost',
    )
    const named = load({}, small).organisation
    expect(withOwnOrigins(named, { port: 1, tls: false, publicOrigin: null }).sites).toEqual(named.sites)
  })

  test('of the demo has four people, who serve all queues', () => {
    expect(demoPeople.map(({ login, role }) => [login, role])).toEqual([
      ['hanako', 'agent'],
      ['james', 'agent'],
      ['misaki', 'supervisor'],
      ['admin', 'administrator'],
    ])
    expect(demoPeopleOf(load({}, small).organisation)[0]!.queues).toEqual(['que_orders'])
  })
})

test('docs/CONFIGURATION.md has a row for every setting, and its examples can be used', () => {
  const text = readFileSync(new URL('./docs/CONFIGURATION.md', import.meta.url), 'utf8')
  const rows = new Set([...text.matchAll(/^\| `(\w+)`/gm)].map(([, key]) => key))
  const settings = Object.keys(fileSchema.properties)
  expect(settings.filter((key) => !rows.has(key))).toEqual([])
  for (const key of Object.keys(scalarSettings)) expect(text).toContain(`\`${variableOf(key)}\``)
  const nested = [
    fileSchema.properties.sites.items.properties,
    fileSchema.properties.queues.items.properties,
    fileSchema.properties.attachments.properties,
    fileSchema.properties.limits.properties,
  ].flatMap((properties) => Object.keys(properties))
  expect(nested.filter((key) => !rows.has(key))).toEqual([])
  const examples = [...text.matchAll(/```json\n([\s\S]*?)```/g)].map(([, example]) => example!)
  expect(examples.length).toBeGreaterThan(0)
  for (const example of examples) expect(() => load({ MADOGUCHI_SECRET: secret }, example)).not.toThrow()
})
