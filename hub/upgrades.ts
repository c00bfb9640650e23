/** Who may open which socket: people's pages by `/ws`, bots of the company's own by `/bot`. Each is let in by a gate of its own. */
import { botSocketPath } from './adapters/bots-sockets.ts'
import type { Hub } from './app/hub.ts'
import { Gate, type GateLimits } from './http/gate.ts'
import { socketPath } from './http/index.ts'
import type { OutsideInUse } from './outside.ts'
import type { Clock } from './ports/clock.ts'
import type { TransportHandlers } from './ports/transport.ts'

interface UpgradeParts {
  readonly hub: Pick<Hub, 'draining' | 'accept'>
  readonly outside: Pick<OutsideInUse, 'acceptBot'>
  readonly clock: Clock
  readonly limits: GateLimits
  /** True for an origin whose pages may open a socket. */
  readonly mayEmbed: (origin: string) => boolean
  readonly refusedBy: (limit: keyof GateLimits) => void
}

export function upgrades(parts: UpgradeParts): TransportHandlers['upgrade'] {
  const { hub, outside, clock, limits, mayEmbed, refusedBy } = parts
  const gate = new Gate(clock, limits, mayEmbed, refusedBy)
  // No page of anybody's: those name an origin.
  const botGate = new Gate(clock, limits, (origin) => origin === '', refusedBy)
  return ({ path, peer }) => {
    if (path !== socketPath && path !== botSocketPath) return 404
    if (hub.draining) return 503
    if (path === botSocketPath)
      return botGate.refusal(peer) ?? ((socket) => outside.acceptBot(socket, () => botGate.passed(peer)))
    return gate.refusal(peer) ?? ((socket) => hub.accept(socket, () => gate.passed(peer)))
  }
}
