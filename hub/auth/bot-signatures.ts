/** Whether what came was sent by a bot of the company's own: signed by the secret of one of its keys, and lately. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { since, seconds, type Instant } from '../model/time.ts'

/** Older than this, or so far ahead, is refused: a bot's clock may be a little off. */
const ageMax = seconds(300)

/** `written`: `t=<seconds>,v1=<HMAC-SHA256 of "<seconds>.<body>", in hexadecimal>`, as the hub signs what it sends itself. */
export function isSigned(written: string, body: Uint8Array, secret: string, now: Instant): boolean {
  const [, at = '', found = ''] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(written) ?? []
  if (at === '' || Math.abs(since((Number(at) * 1_000) as Instant, now)) > ageMax) return false
  const right = createHmac('sha256', secret).update(`${at}.`).update(body).digest()
  return timingSafeEqual(right, Buffer.from(found, 'hex'))
}
