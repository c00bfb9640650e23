/** The media process's settings: what is built in, and one sentence for each that cannot be used. */
import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { mediaSettings } from './settings.ts'
import { iceServers } from './turn.ts'

const socket = { MADOGUCHI_MEDIA_SOCKET: '/run/media.sock' }

test('what is built in stays on this machine, on any free port', () => {
  expect(mediaSettings(socket, 4)).toEqual({
    socket: '/run/media.sock',
    workers: 4,
    listen: [{ ip: '127.0.0.1', announced: null }],
    firstPort: null,
    music: null,
    turn: null,
  })
})

test('addresses are announced one by one', () => {
  const { listen, firstPort, workers } = mediaSettings(
    {
      ...socket,
      MADOGUCHI_MEDIA_LISTEN: '0.0.0.0, 2001:db8::7',
      MADOGUCHI_MEDIA_ADDRESS: 'media.example.jp',
      MADOGUCHI_MEDIA_PORT_FIRST: '65534',
      MADOGUCHI_MEDIA_WORKERS: '2',
    },
    8,
  )
  expect(listen).toEqual([
    { ip: '0.0.0.0', announced: 'media.example.jp' },
    { ip: '2001:db8::7', announced: null },
  ])
  expect([firstPort, workers]).toEqual([65_534, 2])
})

test.each<[Record<string, string>, string]>([
  [{ MADOGUCHI_MEDIA_SOCKET: '' }, 'MADOGUCHI_MEDIA_SOCKET is not set'],
  [{ MADOGUCHI_MEDIA_WORKERS: '0' }, 'MADOGUCHI_MEDIA_WORKERS is "0"; it must be a whole number from 1 to 256'],
  [{ MADOGUCHI_MEDIA_PORT_FIRST: 'any' }, 'MADOGUCHI_MEDIA_PORT_FIRST is "any"; it must be a whole number'],
  [{ MADOGUCHI_MEDIA_PORT_FIRST: '65535' }, 'it leaves no port for the last of 4 workers'],
  [{ MADOGUCHI_MEDIA_LISTEN: 'eth0' }, 'MADOGUCHI_MEDIA_LISTEN names "eth0"'],
  [{ MADOGUCHI_MEDIA_LISTEN: '0.0.0.0' }, 'MADOGUCHI_MEDIA_LISTEN is 0.0.0.0, where no browser can connect to'],
  [{ MADOGUCHI_MEDIA_ADDRESS: '203.0.113.7,203.0.113.8' }, 'MADOGUCHI_MEDIA_ADDRESS names more addresses'],
  [{ MADOGUCHI_MEDIA_ADDRESS: 'a b' }, 'MADOGUCHI_MEDIA_ADDRESS names "a b"'],
  [{ MADOGUCHI_MEDIA_TURN: 'https://turn' }, 'MADOGUCHI_MEDIA_TURN names "https://turn"'],
  [{ MADOGUCHI_MEDIA_TURN: 'turn:turn.example.jp' }, 'MADOGUCHI_MEDIA_TURN needs MADOGUCHI_MEDIA_TURN_SECRET'],
])('what cannot be used is one sentence: %o', (env, sentence) => {
  expect(() => mediaSettings({ ...socket, ...env }, 4)).toThrow(sentence)
})

test('a browser gets credentials of its own for the relay, that hold for twelve hours', () => {
  const secret = 'a secret of the relay'
  const urls = 'turn:turn.example.jp:3478?transport=udp,turns:turn.example.jp'
  const { turn } = mediaSettings({ ...socket, MADOGUCHI_MEDIA_TURN: urls, MADOGUCHI_MEDIA_TURN_SECRET: secret }, 1)
  const username = '1800043200:madoguchi'
  // As coturn checks it: base64(hmac-sha1(secret, username)).
  const credential = createHmac('sha1', secret).update(username).digest('base64')
  expect(iceServers(turn, 1_800_000_000.5)).toEqual([{ urls: urls.split(','), username, credential }])
  expect(iceServers(null, 0)).toEqual([])
})
