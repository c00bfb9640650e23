/**
 * Who may import whom. The most exact room that a file stands in holds for it; tests may import whatever they try. A new room is a line here and one in ARCHITECTURE.md.
 */
import { pageRooms } from './page-rooms.ts'
import { pureRooms } from './pure-rooms.ts'
import { within } from './sources.ts'

export interface Room {
  /** A folder (ends in a slash), a file, or the beginning of names of files (ends in a dash). */
  readonly at: string
  /** Folders, files and packages; `node:` stands for all of Node's own modules. The room itself is always allowed. */
  readonly may: readonly string[]
  /** Of these only types: nothing of them may run here. */
  readonly types?: readonly string[]
  /** What to do when something else seems to be needed. */
  readonly instead: string
}

export const rooms: readonly Room[] = [
  ...pureRooms,
  { at: 'hub/client/', may: ['hub/protocol/'], instead: 'the client is browser-safe: take it in as an option' },
  {
    at: 'hub/app/',
    may: [
      'hub/app/audit.ts',
      'hub/app/sealing.ts',
      'hub/acd/',
      'hub/calls/',
      'hub/channels/',
      'hub/flow/',
      'hub/hours/civil.ts',
      'hub/model/',
      'hub/ports/',
      'hub/presence/',
      'hub/protocol/',
      'hub/reports/',
      'hub/auth/authorize.ts',
      'prom-client',
    ],
    types: ['hub/hours/', 'hub/http/door.ts', 'hub/knowledge/index.ts', 'hub/answering/'],
    instead: 'the app reaches the outside by a port: let main.ts hand it in',
  },
  {
    at: 'hub/app/audit.ts',
    may: ['hub/app/', 'hub/model/', 'hub/ports/', 'hub/protocol/', 'node:crypto'],
    instead: 'a hash of what is given is no outside: but that is all the audit takes from it',
  },
  {
    at: 'hub/app/sealing.ts',
    may: ['hub/app/', 'hub/app/ciphers.ts', 'hub/ports/', 'hub/model/', 'hub/protocol/'],
    instead: 'what enciphers is its own, keys and chance are handed in',
  },
  {
    at: 'hub/app/ciphers.ts',
    may: ['hub/model/assert.ts', 'node:crypto'],
    instead: 'to encipher what is given is no outside: but that is all there is to it',
  },
  {
    at: 'hub/auth/',
    may: ['hub/model/', 'hub/ports/', 'hub/protocol/', '@node-rs/argon2', 'jose', 'otpauth', 'node:'],
    types: ['hub/http/door.ts', 'hub/app/organisation.ts', 'hub/app/audit.ts'],
    instead: 'identity knows neither the app nor its engines: take a port or a function',
  },
  {
    at: 'hub/http/',
    may: [
      'hub/auth/',
      'hub/flow/index.ts',
      'hub/model/',
      'hub/ports/',
      'hub/protocol/',
      'hub/reports/',
      'hub/version.ts',
      'typebox',
      'typebox/compile',
      'prom-client',
      'node:',
    ],
    types: ['hub/app/organisation.ts', 'hub/app/audit.ts', 'hub/config.ts', 'hub/config-schema.ts'],
    instead: 'HTTP asks the app by HubDoor (http/door.ts): say there what is needed, and the app implements it',
  },
  {
    at: 'hub/adapters/',
    may: [
      'hub/ports/',
      'hub/model/',
      'node:',
      'uWebSockets.js',
      'lmdb',
      'ws',
      'pino',
      'web-push',
      'openid-client',
      '@holiday-jp/holiday_jp',
    ],
    types: ['hub/flow/index.ts'],
    instead: 'an adapter knows its port, the model and one engine',
  },
  {
    at: 'hub/admin/',
    may: [
      'hub/adapters/',
      'hub/app/',
      'hub/auth/',
      'hub/config.ts',
      'hub/fail-at.ts',
      'hub/flow/index.ts',
      'hub/knowledge/index.ts',
      'hub/http/attachment-files.ts',
      'hub/metrics/',
      'hub/model/',
      'hub/ports/',
      'hub/protocol/',
      'hub/demo.ts',
      'citty',
      'node:',
    ],
    types: ['hub/http/door.ts'],
    instead: 'an administrator’s command works on the data folder, not inside the hub',
  },
  {
    at: 'hub/sim/',
    may: [
      'hub/acd/',
      'hub/app/',
      'hub/auth/',
      'hub/client/',
      'hub/demo.ts',
      'hub/flow/',
      'hub/metrics/',
      'hub/model/',
      'hub/ports/',
      'hub/protocol/',
      'hub/replay/',
      'hub/adapters/keys-memory.ts',
      'hub/adapters/push-memory.ts',
      'hub/adapters/scorer-memory.ts',
      'hub/adapters/store-memory.ts',
      'hub/adapters/transport-memory.ts',
      'hub/calls/',
      'hub/channels/',
      'media/fake-',
      'citty',
      'node:crypto',
    ],
    types: ['hub/http/door.ts'],
    instead: 'a simulated day has no real part in it: take the adapter in memory',
  },
  {
    at: 'hub/replay/',
    may: [
      'hub/acd/',
      'hub/app/opening.ts',
      'hub/app/records.ts',
      'hub/channels/',
      'hub/metrics/',
      'hub/model/',
      'hub/sim/chance.ts',
    ],
    types: ['hub/ports/'],
    instead:
      'what happened is decided again by the core alone: command.ts opens the record and reads the configuration',
  },
  {
    at: 'hub/replay/command.ts',
    may: [
      'hub/replay/',
      'hub/acd/',
      'hub/adapters/',
      'hub/app/floor-rules.ts',
      'hub/auth/accounts.ts',
      'hub/config.ts',
      'hub/hours/',
      'hub/metrics/',
      'hub/model/',
      'node:',
    ],
    types: ['hub/app/'],
    instead: 'put what needs no outside beside it, in hub/replay/',
  },
  // Attacks are tests, but tests of promises from outside: they may not reach in.
  {
    at: 'hub/attack/',
    may: [
      'hub/attack/',
      // The hub's own side of the media port, for an attack that stands in the hub's place.
      'hub/adapters/clock-real.ts',
      'hub/adapters/media-socket.ts',
      'hub/adapters/keys-file.ts',
      'hub/adapters/store-lmdb.ts',
      'hub/app/records.ts',
      'hub/app/sealing.ts',
      'hub/http/sealed-file.ts',
      'hub/client/',
      'hub/demo.ts',
      'hub/fail-at.ts',
      'hub/model/',
      'hub/ports/',
      'hub/protocol/',
      'hub/sim/',
      // What browsers join calls by, and the worker that carries them.
      'media/client/index.ts',
      'media/worker/index.mjs',
      'citty',
      'esbuild',
      'playwright-core',
      'ws',
      'node:',
    ],
    types: ['hub/http/door.ts'],
    instead: 'an attack comes from outside: over sockets, HTTP, signals and the files that are left',
  },
  {
    at: 'hub/attack/inside-',
    may: ['hub/', 'media/fake-media.ts', 'prom-client', 'node:'],
    instead: 'an attack that no socket could carry puts the hub together as main.ts does, in memory',
  },
  {
    at: 'hub/setup/',
    may: ['media/worker/', 'node:'],
    instead:
      'set-up runs before anything is installed: only Node’s own modules, anything else by import() after ensureInstalled',
  },
  {
    at: 'hub/main.ts',
    may: ['hub/', 'prom-client', 'close-with-grace', 'node:'],
    instead: 'put the code in a room and call it from here',
  },
  { at: 'hub/version.ts', may: [], instead: 'it is one word' },
  {
    at: 'hub/versioning.ts',
    may: ['hub/app/configuration/', 'hub/config.ts', 'hub/demo.ts', 'hub/ports/'],
    types: ['hub/app/organisation.ts'],
    instead: 'it brings the configuration and its versions together for main.ts, and does nothing else',
  },
  {
    at: 'hub/people.ts',
    may: ['hub/adapters/providers-oidc.ts', 'hub/auth/', 'hub/model/', 'hub/ports/'],
    types: ['hub/app/organisation.ts', 'hub/config.ts', 'hub/http/door.ts'],
    instead: 'it brings together for main.ts what knows who signs in, and does nothing else',
  },
  {
    at: 'hub/demo-people.ts',
    may: ['hub/demo.ts'],
    types: ['hub/app/organisation.ts', 'hub/auth/'],
    instead: 'it keeps the demo’s people in the store, and does nothing else',
  },
  {
    at: 'hub/upgrades.ts',
    may: ['hub/adapters/bots-sockets.ts', 'hub/http/', 'hub/ports/'],
    types: ['hub/app/hub.ts', 'hub/outside.ts'],
    instead: 'it says who may open which socket, and does nothing else',
  },
  {
    at: 'hub/outside.ts',
    may: [
      'hub/adapters/answerer-',
      'hub/adapters/bots-',
      'hub/adapters/calls-http.ts',
      'hub/answering/',
      'hub/flow/',
      'hub/knowledge/',
      'hub/model/',
      'hub/ports/',
      'prom-client',
    ],
    types: ['hub/app/organisation.ts', 'hub/config.ts', 'hub/http/door.ts'],
    instead: 'it brings what flows ask for together for main.ts, and does nothing else',
  },
  {
    at: 'hub/fail-at.ts',
    may: ['hub/app/fail-points.ts', 'node:fs'],
    instead: 'it kills a demo at a named moment, or notes where it is, and does nothing else',
  },
  {
    at: 'hub/launcher.ts',
    may: ['hub/child-keeper.ts', 'hub/process-log.ts', 'node:'],
    instead: 'the launcher stays so small that nothing in it can break',
  },
  {
    at: 'hub/child-keeper.ts',
    may: ['hub/model/'],
    instead: 'this room is pure: let the caller hand in what is needed, as a parameter',
  },
  {
    at: 'hub/process-log.ts',
    may: ['hub/adapters/log-pino.ts', 'hub/ports/'],
    instead: 'it makes the log of the processes beside the hub, and nothing else',
  },
  {
    at: 'hub/config.ts',
    may: ['hub/config-', 'hub/demo.ts', 'typebox/compile', 'node:'],
    types: ['hub/app/organisation.ts', 'hub/app/quotas.ts'],
    instead: 'configuration becomes plain data here; whoever needs it gets it handed in',
  },
  {
    at: 'hub/config-',
    may: [
      'hub/acd/',
      'hub/adapters/civil-time-intl.ts',
      'hub/auth/identity-keys.ts',
      'hub/channels/',
      'hub/flow/',
      'hub/hours/',
      'hub/knowledge/entry.ts',
      'hub/model/',
      'hub/protocol/',
      'hub/reports/',
      'typebox',
      'typebox/compile',
      'node:',
    ],
    types: ['hub/app/organisation.ts', 'hub/auth/second-factor-rule.ts', 'hub/ports/providers.ts'],
    instead: 'settings are plain data: they know registries and limits, nothing that runs',
  },
  {
    at: 'hub/demo.ts',
    may: ['hub/config-', 'hub/model/'],
    types: ['hub/app/organisation.ts'],
    instead: 'the demo is plain data',
  },
  {
    at: 'hub/demo-identity.ts',
    may: ['hub/auth/secret.ts', 'hub/demo.ts', 'node:crypto'],
    types: ['hub/app/organisation.ts'],
    instead: 'it signs for the sample shop, and does nothing else',
  },
  {
    at: 'media/',
    may: ['hub/model/', 'hub/process-log.ts', 'mediasoup', 'node:'],
    types: ['hub/ports/media.ts', 'hub/ports/media-'],
    instead: 'the media process knows the hub by the media port only',
  },
  {
    at: 'media/client/',
    may: ['hub/model/', 'mediasoup-client'],
    types: ['hub/ports/media-'],
    instead:
      'the browser side of a call runs in pages: it knows the media port’s words, and reaches the hub by a CallDoor',
  },
  {
    at: 'media/hold-music/',
    may: ['node:', 'playwright-core'],
    instead: 'the tune is made once, by a browser: nothing else is needed',
  },
  {
    at: 'media/worker/',
    may: ['node:'],
    instead: 'the worker is had before anything is built: only Node’s own modules',
  },
  ...pageRooms,
  {
    at: 'bench/',
    may: [
      'bench/k6/lib/',
      'bench/micro/',
      'bench/drivers/history.ts',
      'bench/peers/',
      'hub/protocol/index.ts',
      'hub/client/index.ts',
      // A hub of cardboard, which shows a page any floor and decides nothing.
      'agent-app/test/',
      // The real hub and its people, whom the attacks have already.
      'hub/attack/browser.ts',
      'hub/attack/process-facts.ts',
      'hub/attack/client-socket.ts',
      'hub/attack/real-hub.ts',
      'hub/attack/real-stage.ts',
      'hub/attack/source-address.ts',
      'hub/attack/storm-generator.ts',
      'hub/attack/waiting.ts',
      // Accounts are left for the hub as an administrator would leave them.
      'hub/auth/account-inbox.ts',
      'hub/channels/index.ts',
      'hub/config.ts',
      'hub/demo.ts',
      'hub/model/',
      // k6 is found and built as the media worker is.
      'hub/setup/lib/',
      'media/worker/cache.mjs',
      'media/worker/index.mjs',
      'citty',
      'esbuild',
      'playwright-core',
      'ws',
      'uWebSockets.js',
      'node:',
    ],
    types: ['hub/app/organisation.ts'],
    instead: 'a bench drives the built hub from outside; only bench/micro/ calls the core and adapters',
  },
  {
    at: 'bench/k6/lib/',
    may: ['bench/k6/lib/', 'hub/protocol/index.ts', 'hub/client/index.ts'],
    instead: 'people of a load test run in k6, which has neither Node nor packages: hand it in by Outside',
  },
  ...['bench/k6/lib/entry-k6.ts', 'bench/k6/lib/outside-k6.ts'].map((at) => ({
    at,
    may: ['bench/k6/lib/', 'hub/client/index.ts', 'k6/execution', 'k6/http', 'k6/metrics', 'k6/websockets'],
    types: ['k6/options'],
    instead: 'what of k6 is used stands here, and nothing of Node',
  })),
  {
    at: 'bench/micro/',
    may: [
      ...['bench/', 'hub/acd/', 'hub/adapters/', 'hub/app/', 'hub/model/', 'hub/ports/', 'hub/protocol/', 'node:'],
      ...['hub/reports/', 'hub/sim/chance.ts'],
    ],
    instead: 'a micro bench knows core, shell and adapters',
  },
  ...['bench/drivers/history.ts', 'bench/drivers/history-'].map((at) => ({
    at,
    may: ['bench/', 'hub/acd/', 'hub/adapters/', 'hub/app/', 'hub/auth/', 'hub/model/', 'hub/ports/', 'node:'],
    types: ['hub/http/door.ts'],
    instead: 'years of contacts are made by the shell itself, which gives them their rows, and by nothing else',
  })),
  {
    at: 'bench/peers/',
    may: [
      'bench/',
      'hub/protocol/index.ts',
      'lmdb',
      'mediasoup',
      'socket.io',
      'socket.io-msgpack-parser',
      'uWebSockets.js',
      'ws',
      'node:',
    ],
    instead: 'a peer does the same work with an engine of its own, and nothing of ours but the wire',
  },
  { at: '.config/', may: ['vite', 'vitest/config', 'node:'], instead: 'tool settings know the tools only' },
]

/** The room that holds for a file: the one with the longest name that it stands in. */
export function roomOf(path: string): Room | null {
  let best: Room | null = null
  for (const room of rooms) {
    if (within(path, [room.at]) && (best === null || room.at.length > best.at.length)) best = room
  }
  return best
}
