/** Which libraries only a few files may know, so that what is peculiar to each stands in one place. A new one is a line here. */

/** A library with a peculiarity of its own, and the only files that know it. */
export interface Engine {
  readonly library: string
  readonly knownTo: readonly string[]
  readonly instead: string
}

export const engines: readonly Engine[] = [
  {
    library: 'uWebSockets.js',
    knownTo: ['hub/adapters/transport-uws.ts', 'hub/adapters/transport-uws-http.ts', 'bench/'],
    instead: 'use the Transport port',
  },
  {
    library: 'ws',
    knownTo: ['hub/adapters/transport-ws.ts', 'hub/attack/', 'bench/'],
    instead: 'use the Transport port',
  },
  {
    library: '@holiday-jp/holiday_jp',
    knownTo: ['hub/adapters/holidays-japan.ts'],
    instead: 'use the Holidays port',
  },
  {
    library: 'lmdb',
    knownTo: ['hub/adapters/store-lmdb.ts', 'bench/peers/'],
    instead: 'use the Store port',
  },
  { library: 'msgpackr', knownTo: ['hub/protocol/codec.ts'], instead: 'use encode and decode of the protocol' },
  {
    library: 'mediasoup',
    knownTo: ['media/mediasoup-', 'bench/peers/'],
    instead: 'use the engine that the worker pool is given',
  },
  {
    library: 'mediasoup-client',
    knownTo: ['media/client/connection.ts', 'media/client/sending.ts'],
    instead: 'use a CallLine: it loads the library when somebody joins',
  },
  {
    library: '@node-rs/argon2',
    knownTo: ['hub/auth/passwords.ts'],
    instead: 'use Passwords, which bounds how many are hashed at once',
  },
  {
    library: 'pino',
    knownTo: ['hub/adapters/log-pino.ts'],
    instead: 'use the Log you were given',
  },
  {
    library: 'otpauth',
    knownTo: ['hub/auth/second-factors.ts'],
    instead: 'use SecondFactors, to which a code is good once',
  },
  {
    library: 'openid-client',
    knownTo: ['hub/adapters/providers-oidc.ts'],
    instead: 'use the Providers port',
  },
  { library: 'web-push', knownTo: ['hub/adapters/push-web.ts'], instead: 'use the Push port' },
  { library: 'close-with-grace', knownTo: ['hub/main.ts'], instead: 'give what must be closed to main.ts' },
]
