/**
 * What may stand in the configuration file, as a closed schema. Every leaf carries a `description` that completes the
 * sentence "… must be …": it is what a person reads when a value is refused, and what docs/CONFIGURATION.md repeats
 * (held by config.test.ts). To add a setting: a line here, one in config.ts, a row in the document.
 */
import Type, { type Static } from 'typebox'
import { strategies } from './acd/routing/index.ts'
import { scoresMax } from './acd/scoring.ts'
import { callBackModes, wrapUpModes } from './acd/state.ts'
import { channelNames, type ChannelName } from './channels/index.ts'
import { deskSettings } from './config-desk.ts'
import { botSettings, flowSettings } from './config-flows.ts'
import { formSettings } from './config-form.ts'
import { levelSettings, thresholdSettings } from './config-levels.ts'
import { invitationSettings, lookSettings } from './config-look.ts'
import { identity } from './config-identity.ts'
import { bothLanguages, choice, closed, key, oneOf, whole, words } from './config-parts.ts'
import { answererSchema, botsSchema, knowledgeSchema } from './config-outside.ts'
import { roleSettings } from './config-roles.ts'
import { signInSchema } from './config-sign-in.ts'
import { weekdays, type WrittenCalendar } from './hours/index.ts'

const site = Type.Object(
  {
    id: key,
    key: Type.String({
      pattern: '^pk_[A-Za-z0-9_-]{1,60}$',
      description: 'a public key: pk_ and 1 to 60 letters, digits, - or _',
    }),
    name: bothLanguages,
    origins: Type.Array(Type.String({ description: 'an exact origin such as https://shop.example.jp' }), {
      maxItems: 100,
      description: 'a list of at most 100 exact origins such as "https://shop.example.jp"',
    }),
    topics: Type.Optional(
      Type.Array(
        Type.Object(
          { key, label: bothLanguages, queue: key },
          { ...closed, description: '{ "key", "label", "queue" }' },
        ),
        {
          maxItems: 50,
          description: 'a list of at most 50 topics { "key", "label", "queue" }',
        },
      ),
    ),
    defaultQueue: key,
    retentionDays: Type.Optional(whole(1, 36_500, 'days')),
    calls: Type.Optional(Type.Union([Type.Literal('none'), Type.Literal('audio'), Type.Literal('video')])),
    bot: Type.Optional(botSettings),
    look: Type.Optional(lookSettings),
    invitations: Type.Optional(invitationSettings),
    survey: Type.Optional(oneOf('none', 'csat', 'nps')),
    form: Type.Optional(formSettings),
    identity: Type.Optional(identity),
  },
  { ...closed, description: 'a site { "id", "key", "name", "origins", "topics", "defaultQueue" }' },
)

const spans = Type.Array(Type.String({ description: 'a span of a day such as 09:00-12:30' }), {
  maxItems: 12,
  description: 'a list of at most 12 spans such as ["09:00-12:30", "13:30-18:00"]; empty for closed',
})

const calendar = Type.Object(
  {
    id: key,
    zone: words(60, 'a time zone such as Asia/Tokyo'),
    week: Type.Object(Object.fromEntries(weekdays.map((day) => [day, Type.Optional(spans)])), {
      ...closed,
      description: '{ "mon", "tue", "wed", "thu", "fri", "sat", "sun" }, each a list of spans',
    }) as unknown as Type.TUnsafe<WrittenCalendar['week']>,
    holidays: Type.Optional(spans),
    dates: Type.Optional(
      Type.Record(Type.String(), spans, { description: 'lists of spans by date, { "2026-12-31": ["09:00-12:00"] }' }),
    ),
  },
  { ...closed, description: 'a calendar { "id", "zone", "week", "holidays", "dates" }' },
)

const target = Type.Object(
  {
    queue: Type.Optional(key),
    way: Type.Optional(oneOf('callBack', 'form', 'bot')),
    orElse: Type.Optional(oneOf('callBack', 'form')),
  },
  { ...closed, description: '{ "queue" }, or { "way" } with "orElse" for the bot' },
)

const overflowRule = Type.Object(
  {
    name: key,
    when: Type.Object(
      {
        waiting: Type.Optional(whole(0, 100_000, 'contacts')),
        expectedWaitSeconds: Type.Optional(whole(1, 86_400, 'seconds')),
        staffedBelow: Type.Optional(whole(1, 10_000, 'agents')),
        closed: Type.Optional(Type.Boolean({ description: 'true' })),
        until: Type.Optional(whole(0, 100_000, 'where it ends to hold')),
      },
      { ...closed, description: 'one of { "waiting", "expectedWaitSeconds", "staffedBelow", "closed" }, and "until"' },
    ),
    to: target,
    alsoWaiting: Type.Optional(Type.Boolean({ description: 'true or false' })),
  },
  { ...closed, description: 'a rule { "name", "when", "to", "alsoWaiting" }' },
)

const strategy = oneOf(...(Object.keys(strategies) as (keyof typeof strategies)[]))

const step = Type.Object(
  {
    require: Type.Optional(
      Type.String({ minLength: 1, description: 'a requirement such as "lang.ja>=3 && (billing || vip)"' }),
    ),
    strategy: Type.Optional(strategy),
    prefer: Type.Optional(
      Type.Union(
        [
          Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { minItems: 1, maxItems: 20 }),
          Type.String({ pattern: '^lastAgent\\([1-9][0-9]{0,3}[smhd]\\)$' }),
        ],
        { description: 'a list of 1 to 20 names that agents sign in with, or a text such as "lastAgent(7d)"' },
      ),
    ),
    for: Type.String({
      pattern: '^[1-9][0-9]{0,3}[smh]$',
      description: 'a time in one unit of s, m or h, such as "30s"',
    }),
    skipIf: Type.Optional(
      Type.String({
        pattern: '^(available|free) *(== *0|< *[1-9][0-9]?)$',
        description: 'a count of those the step allows, such as "available==0" or "free<2"',
      }),
    ),
  },
  { ...closed, description: 'a step { "require", "strategy", "prefer", "for", "skipIf" }' },
)

const scorer = Type.Object(
  {
    url: words(500, 'an address such as https://scorer.example.jp/scores, without name and password'),
    timeoutMs: Type.Optional(whole(50, 2_000, 'milliseconds')),
    candidatesMax: Type.Optional(whole(1, scoresMax, 'agents')),
  },
  { ...closed, description: 'a scorer { "url", "timeoutMs", "candidatesMax" }' },
)

const queue = Type.Object(
  {
    id: key,
    name: bothLanguages,
    strategy: Type.Optional(strategy),
    ringAtOnce: Type.Optional(whole(2, 20, 'agents')),
    scorer: Type.Optional(scorer),
    version: Type.Optional(words(60, 'a text of 1 to 60 characters')),
    steps: Type.Optional(Type.Array(step, { maxItems: 10, description: 'a list of at most 10 steps' })),
    requirements: Type.Optional(
      Type.Array(Type.String({ minLength: 1, description: 'a requirement such as "lang.ja>=3 && (billing || vip)"' }), {
        maxItems: 20,
        description: 'a list of at most 20 requirements such as ["lang.ja>=3", "billing || vip"]',
      }),
    ),
    prioritySeconds: Type.Optional(whole(0, 86_400, 'seconds')),
    acceleration: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 100,
        multipleOf: 0.001,
        description: 'a number from 0 to 100 with at most three decimals',
      }),
    ),
    waitCapSeconds: Type.Optional(whole(0, 86_400, 'seconds')),
    offerTimeoutSeconds: Type.Optional(whole(5, 300, 'seconds')),
    replySeconds: Type.Optional(whole(10, 3_600, 'seconds')),
    declineCoolDownSeconds: Type.Optional(whole(0, 600, 'seconds')),
    missCoolDownSeconds: Type.Optional(whole(0, 600, 'seconds')),
    turnAwayCoolDownSeconds: Type.Optional(whole(0, 600, 'seconds')),
    missesBeforeAway: Type.Optional(whole(1, 10, 'offers')),
    offerGapSeconds: Type.Optional(whole(0, 300, 'seconds')),
    wrapUp: Type.Optional(oneOf(...wrapUpModes)),
    wrapUpSeconds: Type.Optional(whole(0, 3_600, 'seconds')),
    wrapUpUnits: Type.Optional(whole(0, 1_000, 'units')),
    wrapUpExtensionSeconds: Type.Optional(whole(0, 3_600, 'seconds')),
    wrapUpExtensionsMax: Type.Optional(whole(0, 100, 'times')),
    parkAfterSeconds: Type.Optional(whole(8, 86_400, 'seconds')),
    parkedPercent: Type.Optional(whole(0, 100, 'percent')),
    calendar: Type.Optional(key),
    callBackMode: Type.Optional(oneOf(...callBackModes)),
    joinSeconds: Type.Optional(whole(5, 3_600, 'seconds')),
    callsMax: Type.Optional(whole(1, 20, 'calls')),
    callGapSeconds: Type.Optional(whole(0, 86_400, 'seconds')),
    overflow: Type.Optional(Type.Array(overflowRule, { maxItems: 10, description: 'a list of at most 10 rules' })),
    waitMaxSeconds: Type.Optional(whole(10, 86_400, 'seconds')),
    waitMaxTo: Type.Optional(target),
    lengthMax: Type.Optional(whole(1, 100_000, 'contacts')),
    customerGraceSeconds: Type.Optional(whole(10, 86_400, 'seconds')),
    agentGraceSeconds: Type.Optional(whole(10, 600, 'seconds')),
    dispositions: Type.Optional(
      Type.Array(choice, { maxItems: 50, description: 'a list of at most 50 { "key", "label" }' }),
    ),
    dispositionRequired: Type.Optional(Type.Boolean({ description: 'true or false' })),
    serviceLevel: Type.Optional(levelSettings),
  },
  { ...closed, description: 'a queue { "id", "name", ... }' },
)

const channelNamed = oneOf(...channelNames)
const channelRules = Type.Object(
  {
    units: Type.Optional(whole(1, 1_000, 'units')),
    max: Type.Optional(whole(0, 1_000, 'talks')),
    interruptedBy: Type.Optional(
      Type.Array(channelNamed, { description: `a list of channels: ${channelNames.join(', ')}` }),
    ),
  },
  { ...closed, description: '{ "units", "max", "interruptedBy" }' },
)

const skillName = Type.String({ minLength: 1, maxLength: 40, description: 'the name of a skill such as vip' })

const agent = Type.Object(
  {
    login: words(100, 'what the agent signs in with'),
    queues: Type.Optional(Type.Array(key, { maxItems: 500, description: 'a list of keys of queues' })),
    skills: Type.Optional(
      Type.Record(Type.String(), whole(1, 5, 'a level'), {
        maxProperties: 100,
        description: 'levels from 1 to 5 by skill, { "lang.ja": 5 }',
      }),
    ),
    attributes: Type.Optional(
      Type.Array(skillName, { maxItems: 100, description: 'a list of at most 100 names such as ["vip"]' }),
    ),
    position: Type.Optional(whole(0, 100_000, 'a place')),
    weight: Type.Optional(whole(1, 1_000, 'lots')),
    capacityUnits: Type.Optional(whole(0, 1_000, 'units')),
    channels: Type.Optional(
      Type.Object(
        Object.fromEntries(channelNames.map((name) => [name, Type.Optional(channelRules)])) as Record<
          ChannelName,
          Type.TOptional<typeof channelRules>
        >,
        { ...closed, description: `rules by channel: ${channelNames.join(', ')}` },
      ),
    ),
  },
  { ...closed, description: 'an agent { "login", "queues", "skills", ... }' },
)

/** Media types that the upload step can tell from the content (http/sniff.ts). */
export const recognisedTypes = [
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'application/pdf',
  'text/plain',
  'text/csv',
  'application/zip',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
] as const
export type RecognisedType = (typeof recognisedTypes)[number]

const attachments = Type.Object(
  {
    megabytesMax: Type.Optional(whole(1, 100, 'megabytes')),
    types: Type.Optional(
      Type.Array(oneOf(...recognisedTypes), { minItems: 1, description: `a list of ${recognisedTypes.join(', ')}` }),
    ),
    perContactMax: Type.Optional(whole(1, 1_000, 'files')),
    megapixelsMax: Type.Optional(whole(1, 1_000, 'megapixels')),
  },
  { ...closed, description: '{ "megabytesMax", "types", "perContactMax", "megapixelsMax" }' },
)

const limitSettings = Type.Object(
  {
    socketsBeforeHelloPerAddress: Type.Optional(whole(1, 100_000, 'sockets')),
    upgradesPerMinutePerAddress: Type.Optional(whole(1, 1_000_000, 'sockets')),
    ticketsPerMinutePerAddress: Type.Optional(whole(1, 1_000_000, 'tickets')),
    signInsPerMinutePerAddress: Type.Optional(whole(1, 100_000, 'attempts')),
    uploadsPerMinutePerAddress: Type.Optional(whole(1, 100_000, 'files')),
    requestsPerMinutePerSession: Type.Optional(whole(10, 1_000_000, 'requests')),
    wrongPasswordsPerAccount: Type.Optional(whole(1, 100, 'attempts')),
    wrongPasswordsPerAddress: Type.Optional(whole(1, 1_000, 'attempts')),
    contactsMax: Type.Optional(whole(1, 1_000_000, 'contacts')),
    contactsPerSiteMax: Type.Optional(whole(1, 1_000_000, 'contacts')),
    contactsPerHourPerVisitor: Type.Optional(whole(1, 100_000, 'contacts')),
    contactsPerHourPerAddress: Type.Optional(whole(1, 1_000_000, 'contacts')),
    contactsPerMinutePerSite: Type.Optional(whole(1, 1_000_000, 'contacts')),
    messagesPerContactMax: Type.Optional(whole(10, 1_000_000, 'messages')),
    messagesPerMinutePerSession: Type.Optional(whole(1, 1_000_000, 'messages')),
    textMegabytesPerContactMax: Type.Optional(whole(1, 1_000, 'megabytes')),
    attachmentMegabytesPerContactMax: Type.Optional(whole(1, 100_000, 'megabytes')),
    attachmentMegabytesPerDayPerVisitor: Type.Optional(whole(1, 100_000, 'megabytes')),
    attachmentGigabytesMax: Type.Optional(whole(1, 1_000_000, 'gigabytes')),
    freeMegabytesMin: Type.Optional(whole(0, 1_000_000, 'megabytes')),
    memoryMegabytesMax: Type.Optional(whole(128, 1_000_000, 'megabytes')),
  },
  { ...closed, description: 'an object of limits, see docs/CONFIGURATION.md' },
)

const path = (what: string) => Type.String({ minLength: 1, maxLength: 1_000, description: what })

/** The plain settings, which the environment may give as well. */
export const scalarSettings = {
  host: Type.String({
    pattern: '^[A-Za-z0-9.:_-]{1,255}$',
    description: 'an address to listen on, such as 127.0.0.1 or 0.0.0.0',
  }),
  port: Type.Integer({
    minimum: 0,
    maximum: 65_535,
    description: 'a port, a whole number from 0 (any free one) to 65535',
  }),
  data: path('the path of a folder'),
  mode: oneOf('demo', 'production'),
  secret: Type.String({ minLength: 32, maxLength: 1_000, description: 'a secret of at least 32 characters' }),
  demoPassword: Type.String({ minLength: 8, maxLength: 200, description: 'a password of 8 to 200 characters' }),
  demoBot: oneOf('on', 'off'),
  tlsCert: path('the path of a certificate file (PEM)'),
  tlsKey: path('the path of a key file (PEM)'),
  logLevel: oneOf('error', 'warn', 'info', 'debug', 'silent'),
  trustedProxy: Type.String({
    pattern: '^[0-9A-Fa-f.:]{2,45}$',
    description: 'the IP address of the proxy in front, such as 127.0.0.1',
  }),
  publicOrigin: Type.String({ description: 'an exact origin such as https://support.example.jp' }),
  scorerSecret: Type.String({ minLength: 32, maxLength: 1_000, description: 'a secret of at least 32 characters' }),
  outsideSecret: Type.String({ minLength: 32, maxLength: 1_000, description: 'a secret of at least 32 characters' }),
  botSecrets: Type.String({
    pattern: '^[A-Za-z0-9_-]{1,40}:[^,\\s]{32,200}(,[A-Za-z0-9_-]{1,40}:[^,\\s]{32,200})*$',
    description: 'secrets by the names of keys, such as shop-1:SECRET,shop-2:SECRET, each of 32 to 200 characters',
  }),
  signInSecrets: Type.String({
    pattern: '^[A-Za-z0-9_-]{1,40}:[^,\\s]{1,500}(,[A-Za-z0-9_-]{1,40}:[^,\\s]{1,500})*$',
    description: 'secrets by the ids of providers, such as company:SECRET,partner:SECRET, each of 1 to 500 characters',
  }),
  outsideAddresses: oneOf('public', 'any'),
  answererKey: Type.String({ minLength: 1, maxLength: 1_000, description: 'a key of 1 to 1000 characters' }),
  metricsToken: Type.String({ minLength: 16, maxLength: 200, description: 'a token of 16 to 200 characters' }),
  keysCopy: path('the path of a file'),
  mediaSocket: path('the path of a local socket'),
  pushContact: Type.String({
    pattern: '^(mailto:[^@\\s]+@[^@\\s]+|https://\\S+)$',
    maxLength: 200,
    description: 'an address that begins with mailto: or https://',
  }),
  pushAddresses: oneOf('public', 'any'),
  auditRetentionDays: Type.Integer({
    minimum: 0,
    maximum: 36_500,
    description: 'days, a whole number from 0 (for ever) to 36500',
  }),
} as const
export type ScalarKey = keyof typeof scalarSettings

/** The whole file. Everything is optional here; what production needs is asked for in config.ts, with better words. */
export const fileSchema = Type.Object(
  {
    host: Type.Optional(scalarSettings.host),
    port: Type.Optional(scalarSettings.port),
    data: Type.Optional(scalarSettings.data),
    mode: Type.Optional(scalarSettings.mode),
    secret: Type.Optional(scalarSettings.secret),
    demoPassword: Type.Optional(scalarSettings.demoPassword),
    demoBot: Type.Optional(scalarSettings.demoBot),
    tlsCert: Type.Optional(scalarSettings.tlsCert),
    tlsKey: Type.Optional(scalarSettings.tlsKey),
    logLevel: Type.Optional(scalarSettings.logLevel),
    trustedProxy: Type.Optional(scalarSettings.trustedProxy),
    publicOrigin: Type.Optional(scalarSettings.publicOrigin),
    metricsToken: Type.Optional(scalarSettings.metricsToken),
    scorerSecret: Type.Optional(scalarSettings.scorerSecret),
    outsideSecret: Type.Optional(scalarSettings.outsideSecret),
    botSecrets: Type.Optional(scalarSettings.botSecrets),
    signInSecrets: Type.Optional(scalarSettings.signInSecrets),
    signIn: Type.Optional(signInSchema),
    outsideAddresses: Type.Optional(scalarSettings.outsideAddresses),
    answererKey: Type.Optional(scalarSettings.answererKey),
    keysCopy: Type.Optional(scalarSettings.keysCopy),
    mediaSocket: Type.Optional(scalarSettings.mediaSocket),
    pushContact: Type.Optional(scalarSettings.pushContact),
    pushAddresses: Type.Optional(scalarSettings.pushAddresses),
    auditRetentionDays: Type.Optional(scalarSettings.auditRetentionDays),
    sites: Type.Optional(Type.Array(site, { maxItems: 100, description: 'a list of at most 100 sites' })),
    queues: Type.Optional(Type.Array(queue, { maxItems: 500, description: 'a list of at most 500 queues' })),
    calendars: Type.Optional(Type.Array(calendar, { maxItems: 100, description: 'a list of at most 100 calendars' })),
    reasons: Type.Optional(
      Type.Array(choice, { maxItems: 30, description: 'a list of at most 30 { "key", "label" }' }),
    ),
    ...deskSettings,
    thresholds: Type.Optional(thresholdSettings),
    attachments: Type.Optional(attachments),
    knowledge: Type.Optional(knowledgeSchema),
    bots: Type.Optional(botsSchema),
    answerer: Type.Optional(answererSchema),
    flows: Type.Optional(flowSettings),
    agents: Type.Optional(Type.Array(agent, { maxItems: 5_000, description: 'a list of at most 5000 agents' })),
    roles: Type.Optional(roleSettings),
    limits: Type.Optional(limitSettings),
  },
  { ...closed, description: 'an object, see docs/CONFIGURATION.md' },
)
export type FileSettings = Static<typeof fileSchema>
