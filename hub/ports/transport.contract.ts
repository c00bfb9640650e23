/**
 * What every transport must do, as one suite run on each of them. A rig tells how a client reaches the transport. What
 * needs a real port, or bare TCP to break rules with, is in transport-wire.contract.ts and transport-tls.contract.ts.
 */
import { describe } from 'vitest'
import { httpContract } from './transport-http.contract.ts'
import { socketContract } from './transport-sockets.contract.ts'
import type { TransportRig } from './transport.contract-bench.ts'

/** Runs the whole suite on one transport. */
export function transportContract(name: string, rig: TransportRig): void {
  describe(`${name}: sockets`, () => socketContract(rig))
  describe(`${name}: HTTP`, () => httpContract(rig))
}
