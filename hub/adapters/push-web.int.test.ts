/** Web Push over real HTTP, to a push service of our own that opens what it is given. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { pushKeys } from '../auth/push-keys.ts'
import { durationMs, later, minutes, seconds } from '../model/time.ts'
import { pushContract, pushNow } from '../ports/push.contract.ts'
import { PushService } from '../ports/push.contract-service.ts'
import type { Clock } from '../ports/clock.ts'
import { isPrivateAddress } from './private-address.ts'
import { WebPush, type WebPushOptions } from './push-web.ts'

const keys = pushKeys('a secret of the hub, long enough for it')
const clock: Clock = { now: () => pushNow, after: () => () => {}, soon: () => () => {} }
const open = (more: Partial<WebPushOptions> = {}): WebPush =>
  new WebPush({ keys, subject: 'mailto:desk@example.jp', clock, privateAddresses: true, ...more })
const statuses = { taken: 201, gone: 410, refused: 413, notNow: 503 } as const
const message = { text: 'It is your turn', topic: 'cnt-1', until: later(pushNow, minutes(1)) }

pushContract('web', async () => {
  const service = await PushService.open()
  return {
    push: open(),
    now: pushNow,
    target: () => service.target(),
    answer: (kind, retryAfterS) =>
      service.answers.push({
        status: statuses[kind],
        headers: retryAfterS === undefined ? {} : { 'retry-after': `${retryAfterS}` },
      }),
    arrived: () => service.arrived,
    close: () => service.close(),
  }
})

describe('web push', () => {
  const closing: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const close of closing.splice(0)) await close()
  })
  const service = async (): Promise<PushService> => {
    const opened = await PushService.open()
    closing.push(() => opened.close())
    return opened
  }

  test('the service learns nothing of what it says, and who sends it', async () => {
    const stand = await service()
    await open().send(stand.target(), message)
    expect(stand.bodies[0]!.includes('your turn')).toBe(false)
    expect(stand.signed[0]).toMatchObject({
      key: keys.publicKey,
      claims: { aud: stand.origin, sub: 'mailto:desk@example.jp' },
    })
  })

  test('a service that says nothing is given up, and so is one that is not there', async () => {
    const stand = await service()
    stand.answers.push('silence')
    const push = open({ answerMs: durationMs(100) })
    expect(await push.send(stand.target(), message)).toMatchObject({ kind: 'notNow' })
    const gone = await service()
    const target = gone.target()
    await gone.close()
    closing.pop()
    expect(await push.send(target, message)).toEqual({ kind: 'notNow', why: 'ECONNREFUSED', retryAfterMs: null })
  })

  test('nothing is followed elsewhere', async () => {
    const stand = await service()
    let visits = 0
    const elsewhere = createServer((_, response) => {
      visits += 1
      response.end()
    })
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
    closing.push(() => new Promise((resolve) => elsewhere.close(() => resolve())))
    const location = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`
    stand.answers.push({ status: 307, headers: { location } })
    expect(await open().send(stand.target(), message)).toEqual({ kind: 'refused', why: '307' })
    expect(visits).toBe(0)
  })

  test('a date says when to come again as well', async () => {
    const stand = await service()
    stand.answers.push({ status: 429, headers: { 'retry-after': new Date(pushNow + seconds(90)).toUTCString() } })
    expect(await open().send(stand.target(), message)).toMatchObject({ kind: 'notNow', retryAfterMs: 90_000 })
  })

  test('a key that is no point of the curve is refused, and nobody is asked', async () => {
    const stand = await service()
    const p256dh = Buffer.alloc(65, 4).toString('base64url')
    expect(await open().send({ ...stand.target(), p256dh }, message)).toMatchObject({ kind: 'refused' })
    expect(stand.arrived).toEqual([])
  })

  test('neither http nor an address of this machine or a private network is sent to, by number or by name', async () => {
    const { p256dh, auth } = (await service()).target()
    const push = open({ privateAddresses: false })
    for (const endpoint of [
      'http://push.example/1',
      'https://127.0.0.1/1',
      'https://[::1]/1',
      'https://10.1.2.3/1',
      'https://[::ffff:192.168.1.1]/1',
      'https://2130706433/1',
      'https://me:word@push.example/1',
    ])
      expect([endpoint, push.accepts({ endpoint, p256dh, auth })]).toEqual([endpoint, false])
    const named = { endpoint: 'https://localhost:1/', p256dh, auth }
    expect(push.accepts(named)).toBe(true)
    expect(await push.send(named, message)).toEqual({ kind: 'notNow', why: 'private address', retryAfterMs: null })
  })

  test.each([
    ['172.16.0.1', true],
    ['172.32.0.1', false],
    ['169.254.169.254', true],
    ['100.64.0.1', true],
    ['8.8.8.8', false],
    ['fd00::1', true],
    ['fe80::1', true],
    ['::ffff:10.0.0.1', true],
    ['64:ff9b::a00:1', true],
    ['2606:4700::1111', false],
  ])('%s is private: %s', (address, expected) => expect(isPrivateAddress(address)).toBe(expected))

  test('the same secret gives the same keys, another one others', () => {
    expect(pushKeys('a secret of the hub, long enough for it')).toEqual(keys)
    expect(pushKeys('another secret of the hub, long enough').publicKey).not.toBe(keys.publicKey)
    expect(Buffer.from(keys.publicKey, 'base64url')).toHaveLength(65)
  })
})
