import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadConfig, variableOf } from './config.ts'
import { load, refusalOf, secret, shop, small, words } from './config-testing.ts'
import { fileSchema, scalarSettings } from './config-schema.ts'
import { demoPeople, demoPeopleOf, withOwnOrigins } from './demo.ts'

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

  test('the demo’s bot is there where it is asked for', () => {
    expect(load().organisation.sites[0]?.bot).toBeUndefined()
    const { organisation, builtIn } = load({ MADOGUCHI_DEMO_BOT: 'on' })
    expect(builtIn).toBe(true)
    expect(organisation.sites[0]?.bot).toMatchObject({ flow: 'aozora', when: 'always' })
    expect(organisation.flows?.map(({ title }) => title.en)).toEqual(['Aozora Coffee'])
    expect(organisation.knowledge?.length).toBeGreaterThanOrEqual(15)
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
      demoBot: 'on',
      tlsCert: '/tls/cert.pem',
      tlsKey: '/tls/key.pem',
      logLevel: 'debug',
      trustedProxy: '127.0.0.1',
      publicOrigin: 'https://support.example.jp',
      metricsToken: 'a token of sixteen',
      scorerSecret: 'a secret of more than 32 characters',
      outsideSecret: 'another secret of more than 32 characters',
      outsideAddresses: 'any',
      answererKey: 'sk-1',
      botSecrets: `shop-1:${secret},shop-2:a:${secret}`,
      signInSecrets: `company:${secret}`,
      keysCopy: '/mnt/keys',
      mediaSocket: '/run/media.sock',
      pushContact: 'mailto:desk@example.jp',
      pushAddresses: 'any',
      auditRetentionDays: '400',
    }
    const env = Object.fromEntries(Object.entries(values).map(([key, value]) => [variableOf(key), value]))
    expect(load(env)).toMatchObject({
      host: '0.0.0.0',
      port: 0,
      dataFolder: '/srv/madoguchi',
      secret,
      demoPassword: 'a password',
      demoBot: true,
      tls: { certFile: '/tls/cert.pem', keyFile: '/tls/key.pem' },
      logLevel: 'debug',
      trustedProxy: '127.0.0.1',
      publicOrigin: 'https://support.example.jp',
      metricsToken: 'a token of sixteen',
      keysCopy: '/mnt/keys',
      mediaSocket: '/run/media.sock',
      pushContact: 'mailto:desk@example.jp',
      pushAddresses: 'any',
      outsideSecret: 'another secret of more than 32 characters',
      outsideAddresses: 'any',
      answererKey: 'sk-1',
      botSecrets: { 'shop-1': secret, 'shop-2': `a:${secret}` },
      auditRetentionDays: 400,
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

  test('begins with nobody to serve where no file says whom', () => {
    const { isBlank, document, organisation } = production({ MADOGUCHI_SECRET: secret }, { logLevel: 'warn' })
    expect([isBlank, document]).toEqual([true, { sites: [], queues: [] }])
    expect(organisation.sites).toEqual([])
    expect(production({ MADOGUCHI_SECRET: secret }, small).isBlank).toBe(false)
    expect(load({ MADOGUCHI_MODE: 'demo' }).isBlank).toBe(false)
  })

  test.each(['sites', 'queues'] as const)('needs %s beside the other, and says where an example is', (key) => {
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

describe('the organisation', () => {
  test('has the defaults that the queue does not give, in milliseconds', () => {
    expect(load({}, small).organisation.queues[0]!.rules).toMatchObject({
      id: 'que_orders',
      strategy: 'longest-idle',
      ringAtOnce: 5,
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
      steps: [
        { prefer: 'lastAgent(7d)', for: '15s' },
        { require: 'lang.ja>=4 || vip', strategy: 'best-skill', for: '5m', skipIf: 'free < 2' },
        { prefer: ['hanako'], for: '1h', skipIf: 'available==0' },
      ],
      acceleration: 1.005,
      waitCapSeconds: 90,
      offerTimeoutSeconds: 15,
      dispositions: [{ key: 'solved', label: words }],
      dispositionRequired: true,
    }
    const site = { ...shop, topics: [{ key: 'order', label: words, queue: 'orders' }] }
    const ringing = { ...queue, strategy: 'ring-group', ringAtOnce: 3 }
    expect(load({}, { queues: [ringing], sites: [site] }).organisation.queues[0]!.rules).toMatchObject({
      strategy: 'ring-group',
      ringAtOnce: 3,
    })
    const { queues, sites } = load({}, { queues: [queue], sites: [site] }).organisation
    expect(queues[0]!.rules).toMatchObject({
      strategy: 'least-occupied',
      requirements: [
        { skill: 'lang.ja', level: 3 },
        { skill: 'product_x', level: 1 },
      ],
      priorityMs: 30_000,
      steps: [
        { prefer: { lastWithinMs: 604_800_000 }, forMs: 15_000, requirements: [], strategy: null, skipIf: null },
        {
          requirements: [{ anyOf: [[{ skill: 'lang.ja', level: 4 }], [{ skill: 'vip', level: 1 }]] }],
          strategy: 'best-skill',
          forMs: 300_000,
          skipIf: { count: 'free', below: 2 },
        },
        { prefer: [], forMs: 3_600_000, skipIf: { count: 'available', below: 1 } },
      ],
      acceleration: 1_005,
      waitCapMs: 90_000,
      offerTimeoutMs: 15_000,
      dispositions: ['solved'],
      dispositionRequired: true,
    })
    expect(queues[0]!.allowed).toEqual({ 2: ['hanako'] })
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

  test('of the demo has people of every role, who serve all queues', () => {
    expect(demoPeople.map(({ login, role }) => [login, role])).toEqual([
      ['hanako', 'agent'],
      ['james', 'agent'],
      ['misaki', 'supervisor'],
      ['admin', 'administrator'],
      ['aya', 'quality'],
      ['kenji', 'readOnly'],
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
    fileSchema.properties.sites.items.properties.look.properties,
    fileSchema.properties.sites.items.properties.invitations.items.properties,
    fileSchema.properties.sites.items.properties.invitations.items.properties.when.properties,
    fileSchema.properties.queues.items.properties,
    fileSchema.properties.attachments.properties,
    fileSchema.properties.limits.properties,
    fileSchema.properties.agents.items.properties,
  ].flatMap((properties) => Object.keys(properties))
  expect(nested.filter((key) => !rows.has(key))).toEqual([])
  const examples = [...text.matchAll(/```json\n([\s\S]*?)```/g)].map(([, example]) => example!)
  expect(examples.length).toBeGreaterThan(0)
  for (const example of examples) expect(() => load({ MADOGUCHI_SECRET: secret }, example)).not.toThrow()
})
