/** The transport contract on node:http and ws. */
import { transportContract } from '../ports/transport.contract.ts'
import type { Transport } from '../ports/transport.ts'
import { tlsAndResourcesContract } from '../ports/transport-tls.contract.ts'
import { wireContract } from '../ports/transport-wire.contract.ts'
import { wireRig } from '../ports/transport.contract-client.ts'
import { WsTransport } from './transport-ws.ts'

const limits = { headersTimeoutMs: 1_000, requestTimeoutMs: 300_000 }
const make = (failed?: (error: unknown) => void): Transport => new WsTransport(failed, limits)
const rig = wireRig(make)
transportContract('ws', rig)
wireContract('ws', rig, { dripCutMs: 3_000 })
tlsAndResourcesContract('ws', (tls) => wireRig(make, tls))
