/**
 * TLS on a transport, and what it holds open: both need a real engine. The certificate is made for the run, by openssl,
 * so that no key lies in the project.
 */
import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { Bench, until, type TestSocket, type TransportRig } from './transport.contract-bench.ts'
import { requestHead, Wire } from './transport.contract-client.ts'
import { ListenFailed, type HttpRequest, type HttpResponse } from './transport.ts'

const descriptors = '/proc/self/fd'
const openDescriptors = (): number => readdirSync(descriptors).length

/** A self-signed certificate in `folder`, or null where there is no openssl. */
function makeCertificate(folder: string): { certFile: string; keyFile: string } | null {
  const tls = { certFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') }
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', tls.keyFile]
  try {
    execFileSync('openssl', ['req', '-x509', ...newKey, '-out', tls.certFile, '-days', '2', '-subj', '/CN=hub.test'], {
      stdio: 'ignore',
    })
    return tls
  } catch {
    return null
  }
}

/** Runs the suite. `rigFor` tells how to reach the engine, with TLS or without. */
export function tlsAndResourcesContract(name: string, rigFor: (tls: boolean) => TransportRig): void {
  describe(`${name}: TLS and files`, () => {
    const rig = rigFor(false)
    const secureRig = rigFor(true)
    const bench = new Bench(secureRig)
    const sizeBytes = 24 * 1024 * 1024
    const content = randomBytes(sizeBytes)
    const hash = createHash('sha256').update(content).digest('hex')
    let folder: string
    let certificate: ReturnType<typeof makeCertificate>
    const sendFile = async ({ path }: HttpRequest): Promise<HttpResponse> => {
      const tooMuch = path === '/short' ? 1 : 0
      return { status: 200, headers: {}, body: { file: join(folder, 'file'), sizeBytes: sizeBytes + tooMuch } }
    }

    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'transport-'))
      certificate = makeCertificate(folder)
      writeFileSync(join(folder, 'file'), content)
    })
    afterAll(() => rmSync(folder, { recursive: true }))
    afterEach(async () => {
      await bench.stop()
      bench.seen.length = 0
    })

    test('sockets, requests and files by TLS', async ({ skip }) => {
      skip(certificate === null, 'there is no openssl to make a certificate')
      const port = await bench.start(
        { upgrade: bench.accept(undefined, ({ socket, messages }) => socket.send(messages.at(-1)!)), http: sendFile },
        { tls: certificate },
      )
      const client = (await secureRig.open(port, { path: '/' })) as TestSocket
      const message = randomBytes(20_000)
      client.send(message)
      await until(() => expect(client.received.map((bytes) => Buffer.compare(bytes, message))).toEqual([0]))
      const file = await secureRig.request(port, { method: 'GET', path: '/file' })
      expect(createHash('sha256').update(file.body).digest('hex')).toBe(hash)
      await bench.stop()
      await until(() => expect(client.closeCode).toBe(1001))
    })

    test('a stalled reader by TLS: what was accepted arrives in order, then drain', async ({ skip }) => {
      skip(certificate === null, 'there is no openssl to make a certificate')
      const port = await bench.start({ upgrade: bench.accept() }, { tls: certificate })
      const client = (await secureRig.open(port, { path: '/' })) as TestSocket
      client.stall()
      const { socket } = bench.seen[0]!
      let count = 0
      for (; socket.send(new Uint8Array(16_384).fill(count)) !== 'dropped'; count++);
      client.resume()
      await until(() => expect(client.received).toHaveLength(count))
      await until(() => expect(bench.seen[0]!.drains).toBe(1))
      expect(client.received.every((bytes, index) => bytes[0] === index % 256 && bytes.at(-1) === index % 256)).toBe(
        true,
      )
    })

    test('a certificate that cannot be read is ListenFailed', async () => {
      const tls = { certFile: join(folder, 'missing.pem'), keyFile: join(folder, 'missing.pem') }
      await expect(bench.start({}, { tls })).rejects.toThrow(ListenFailed)
    })

    test('a file goes at the pace of its reader, whole, while others are served', async () => {
      const port = await bench.start({ http: sendFile })
      const wire = await Wire.open(port)
      wire.tcp.pause()
      wire.write(requestHead({ method: 'GET', path: '/file' }))
      for (let round = 0; round < 20; round++) {
        expect((await rig.request(port, { method: 'HEAD', path: '/file' })).status).toBe(200)
      }
      expect(wire.receivedBytes).toBe(0)
      wire.tcp.resume()
      const { body } = await wire.response()
      expect(createHash('sha256').update(body).digest('hex')).toBe(hash)
      wire.write(requestHead({ method: 'HEAD', path: '/file' }))
      expect((await wire.response(true)).status).toBe(200)
      wire.tcp.destroy()
    })

    test('a file shorter than announced ends in a cut, not in a shorter answer', async () => {
      const port = await bench.start({ http: sendFile })
      const wire = await Wire.open(port)
      wire.write(requestHead({ method: 'GET', path: '/short' }))
      await until(() => expect(wire.ended).toBe(true))
      expect(wire.received.toString('latin1', 0, 400)).toMatch(new RegExp(`content-length: ${sizeBytes + 1}\r\n`, 'i'))
      expect(wire.receivedBytes).toBeGreaterThan(sizeBytes)
    })

    test('sockets that come and go and downloads that are abandoned leave no descriptor open', async ({ skip }) => {
      skip(!existsSync(descriptors), 'descriptors cannot be counted here')
      const port = await bench.start({ upgrade: bench.accept(), http: sendFile })
      expect((await rig.request(port, { method: 'HEAD', path: '/file' })).status).toBe(200)
      const before = openDescriptors()
      for (let round = 0; round < 3; round++) {
        const sockets = await Promise.all(Array.from({ length: 100 }, () => rig.open(port, { path: '/' })))
        const downloads = await Promise.all(Array.from({ length: 20 }, () => Wire.open(port)))
        for (const wire of downloads) wire.write(requestHead({ method: 'GET', path: '/file' }))
        await Promise.all(downloads.map((wire) => until(() => expect(wire.receivedBytes).toBeGreaterThan(0))))
        expect(openDescriptors()).toBeGreaterThan(before + 240)
        for (const wire of downloads) wire.tcp.destroy()
        sockets.forEach((socket, index) => index % 2 && (socket as TestSocket).cut())
        for (const { socket } of bench.seen) socket.close(4001, 'bye')
      }
      await until(() => expect(bench.seen.every(({ closed }) => closed.length === 1)).toBe(true))
      await until(() => expect(openDescriptors()).toBeLessThanOrEqual(before))
    })
  })
}
