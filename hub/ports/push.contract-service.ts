/**
 * A push service of our own for tests, with one browser behind it: takes messages over HTTP, holds who sent them to their
 * signature (RFC 8292), and opens them as a browser does (RFC 8188, RFC 8291), with nothing of the library that made them.
 */
import { createDecipheriv, createECDH, createHmac, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Arrived } from './push.contract.ts'
import type { PushTarget } from './push.ts'

type Answer = { readonly status: number; readonly headers?: Readonly<Record<string, string>> } | 'silence'

export class PushService {
  readonly arrived: Arrived[] = []
  /** Bodies as they came. */
  readonly bodies: Buffer[] = []
  readonly answers: Answer[] = []
  /** Who has signed: the key and what it says of itself. */
  readonly signed: { readonly key: string; readonly claims: { aud: string; sub: string; exp: number } }[] = []
  readonly #browser = createECDH('prime256v1')
  readonly #secret = randomBytes(16)
  readonly #server: Server

  private constructor() {
    this.#browser.generateKeys()
    this.#server = createServer((request, response) => void this.#serve(request, response))
  }

  static async open(): Promise<PushService> {
    const service = new PushService()
    await new Promise<void>((resolve) => service.#server.listen(0, '127.0.0.1', resolve))
    return service
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  target(): PushTarget {
    return {
      endpoint: `${this.origin}/to/browser`,
      p256dh: this.#browser.getPublicKey('base64url'),
      auth: this.#secret.toString('base64url'),
    }
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const body = Buffer.concat(parts)
    const answer = this.answers.shift() ?? { status: 201 }
    if (answer === 'silence') return
    if (answer.status === 201) {
      this.#checkSignature(request.headers.authorization ?? '')
      this.bodies.push(body)
      const { topic, ttl } = request.headers
      this.arrived.push({ text: this.#opened(body), topic: String(topic), lifeS: Number(ttl) })
    }
    response.writeHead(answer.status, answer.headers).end('said by a stranger')
  }

  #checkSignature(header: string): void {
    const [, token = '', key = ''] = /^vapid t=([^,]+), ?k=(.+)$/.exec(header) ?? []
    const [head = '', claims = '', signature = ''] = token.split('.')
    const point = Buffer.from(key, 'base64url')
    const jwk = { kty: 'EC', crv: 'P-256', x: point.subarray(1, 33), y: point.subarray(33) }
    const named = { ...jwk, x: jwk.x.toString('base64url'), y: jwk.y.toString('base64url') }
    const publicKey = createPublicKey({ key: named, format: 'jwk' })
    const by = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const
    const isRight = verify('sha256', Buffer.from(`${head}.${claims}`), by, Buffer.from(signature, 'base64url'))
    if (!isRight) throw new Error('the signature is not right')
    this.signed.push({ key, claims: JSON.parse(Buffer.from(claims, 'base64url').toString()) })
  }

  /** salt (16), size of a record (4), length of the key (1), the sender's key, one record. */
  #opened(body: Buffer): string {
    const salt = body.subarray(0, 16)
    const keyEnd = 21 + body[20]!
    const sender = body.subarray(21, keyEnd)
    const shared = this.#browser.computeSecret(sender)
    const both = Buffer.concat([Buffer.from('WebPush: info\0'), this.#browser.getPublicKey(), sender])
    const input = Buffer.from(hkdfSync('sha256', shared, this.#secret, both, 32))
    const master = createHmac('sha256', salt).update(input).digest()
    const expand = (info: string, length: number): Buffer =>
      createHmac('sha256', master)
        .update(Buffer.concat([Buffer.from(info), Buffer.of(1)]))
        .digest()
        .subarray(0, length)
    const [key, nonce] = [expand('Content-Encoding: aes128gcm\0', 16), expand('Content-Encoding: nonce\0', 12)]
    const record = body.subarray(keyEnd)
    const decipher = createDecipheriv('aes-128-gcm', key, nonce)
    decipher.setAuthTag(record.subarray(-16))
    const padded = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()])
    return padded.subarray(0, padded.lastIndexOf(2)).toString()
  }
}
