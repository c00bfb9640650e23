/** The transport contract on uWebSockets.js. */
import { expect, test } from 'vitest'
import type { Transport } from '../ports/transport.ts'
import { transportContract } from '../ports/transport.contract.ts'
import { tlsAndResourcesContract } from '../ports/transport-tls.contract.ts'
import { wireContract } from '../ports/transport-wire.contract.ts'
import { wireRig } from '../ports/transport.contract-client.ts'
import { loadUws, UwsTransport } from './transport-uws.ts'

const reasons: string[] = []
const uws = await loadUws((reason) => reasons.push(reason))

if (uws === null) {
  console.warn(`uWebSockets.js does not load here, its contract is not run: ${reasons.join()}`)
  test('a missing binary is told, not thrown', () => expect(reasons).toHaveLength(1))
} else {
  const make = (failed?: (error: unknown) => void): Transport => new UwsTransport(uws, failed)
  const rig = wireRig(make)
  transportContract('uWebSockets.js', rig)
  wireContract('uWebSockets.js', rig, {
    // The engine's own timer, which cannot be set: 10 s, looked at every 4 s.
    dripCutMs: 15_000,
    unmasked: 'the engine takes every frame for masked: an unmasked one arrives as noise, which the codec refuses',
  })
  tlsAndResourcesContract('uWebSockets.js', (tls) => wireRig(make, tls))
}
