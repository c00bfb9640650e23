/** The transport contract on node:http and ws. */
import { transportContract } from '../ports/transport.contract.ts'
import { wireContract } from '../ports/transport-wire.contract.ts'
import { wireRig } from '../ports/transport.contract-client.ts'
import { WsTransport } from './transport-ws.ts'

const rig = wireRig((failed) => new WsTransport(failed, { headersTimeoutMs: 1_000, requestTimeoutMs: 300_000 }))
transportContract('ws', rig)
wireContract('ws', rig, { dripCutMs: 3_000 })
