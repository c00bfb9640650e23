/** The transport contract on uWebSockets.js. */
import { expect, test } from 'vitest'
import { transportContract } from '../ports/transport.contract.ts'
import { wireRig } from '../ports/transport.contract-client.ts'
import { loadUws, UwsTransport } from './transport-uws.ts'

const reasons: string[] = []
const uws = await loadUws((reason) => reasons.push(reason))

if (uws === null) {
  console.warn(`uWebSockets.js does not load here, its contract is not run: ${reasons.join()}`)
  test('a missing binary is told, not thrown', () => expect(reasons).toHaveLength(1))
} else {
  transportContract(
    'uWebSockets.js',
    wireRig((failed) => new UwsTransport(uws, failed)),
  )
}
