import { describe, expect, test } from 'vitest'
import { variableOf } from './config.ts'
import { refusalOf, shop, small, words } from './config-testing.ts'

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
    ['sites', {}, { ...small, sites: 1 }, '"sites" in ./madoguchi.json is 1; it must be a list of at most 100 sites.'],
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
      '"queues/0/strategy" in ./madoguchi.json is "random"; it must be one of longest-idle, least-occupied, fewest-contacts, least-talk-time, best-skill, best-skill-sum, round-robin, linear, weighted-random, ring-group.',
    ],
    [
      'requirement',
      {},
      queue({ requirements: ['lang.ja>=3', 'billing && vip>=6'] }),
      '"queues/0/requirements/1" in ./madoguchi.json is "billing && vip>=6"; it must be a requirement such as lang.ja>=3 && (billing || vip): at character 17 there must be a level from 1 to 5.',
    ],
    [
      'offer time-out',
      {},
      queue({ offerTimeoutSeconds: 1 }),
      '"queues/0/offerTimeoutSeconds" in ./madoguchi.json is 1; it must be seconds, a whole number from 5 to 300.',
    ],
    [
      'requirement of a step',
      {},
      queue({ steps: [{ require: 'a ||', for: '30s' }] }),
      '"queues/0/steps/0/require" in ./madoguchi.json is "a ||"; it must be a requirement such as lang.ja>=3 && (billing || vip): where it ends there must be a skill such as lang.ja>=3, or (.',
    ],
    [
      'time of a step',
      {},
      queue({ steps: [{ for: '30' }] }),
      '"queues/0/steps/0/for" in ./madoguchi.json is "30"; it must be a time in one unit of s, m or h, such as "30s".',
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
