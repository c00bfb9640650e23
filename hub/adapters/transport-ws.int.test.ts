/** The transport contract on node:http and ws. */
import { transportContract } from '../ports/transport.contract.ts'
import { wireRig } from '../ports/transport.contract-client.ts'
import { WsTransport } from './transport-ws.ts'

transportContract(
  'ws',
  wireRig((failed) => new WsTransport(failed)),
)
