/**
 * Reads what the hub says. The hub is ours, yet may be of another release while one of the two restarts, and passes on
 * what browsers ask: so every shape is looked at, all but what is the engine's own (`Opaque`).
 */
import { isId } from '../hub/model/ids.ts'
import type { CallLeg } from '../hub/ports/media-call.ts'
import type { MediaCommand } from '../hub/ports/media-frame.ts'
import type { LegRequest } from '../hub/ports/media-request.ts'

const legsMax = 32
const idCharsMax = 100

/** A command; only its id when the rest cannot be understood; `null` when it is no command at all. */
export function readCommand(line: string): MediaCommand | { readonly id: number; readonly type: null } | null {
  const frame = parse(line)
  if (!isRecord(frame) || !isCount(frame.id)) return null
  return isCommand(frame) ? (frame as unknown as MediaCommand) : { id: frame.id, type: null }
}

type Fields = Record<string, unknown>

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

function isCommand({ type, epoch, call, leg, request }: Fields): boolean {
  if (!isCount(epoch)) return false
  if (type === 'begin' || type === 'complete') return true
  if (type === 'call') return isCall(call)
  if (type === 'end') return isId('call', call)
  return type === 'ask' && isId('call', call) && isId('leg', leg) && isRecord(request) && isRequest(request)
}

function isCall(call: unknown): boolean {
  if (!isRecord(call) || !isId('call', call.id) || !isCount(call.revision)) return false
  const { legs, recorded = false } = call
  if (typeof recorded !== 'boolean') return false
  if (!Array.isArray(legs) || legs.length > legsMax || !legs.every(isLeg)) return false
  return new Set(legs.map(({ id }: CallLeg) => id)).size === legs.length
}

const modes: Readonly<Record<string, readonly string[]>> = {
  customer: ['talk'],
  agent: ['talk', 'consult'],
  supervisor: ['talk', 'barge', 'monitor', 'whisper', 'consult'],
} satisfies Record<CallLeg['role'], CallLeg['mode'][]>

function isLeg(leg: unknown): boolean {
  if (!isRecord(leg) || !isId('leg', leg.id)) return false
  const flags = [leg.muted, leg.cameraOff, leg.held, leg.sharing]
  const known = Object.hasOwn(modes, String(leg.role)) && modes[String(leg.role)]?.includes(String(leg.mode))
  const alone = leg.mode !== 'whisper' && leg.mode !== 'consult'
  return known === true && (alone || isId('leg', leg.partner)) && flags.every((flag) => typeof flag === 'boolean')
}

const requests: Record<LegRequest['verb'], (request: Fields) => boolean> = {
  capabilities: () => true,
  open: ({ direction, capabilities }) => direction === 'send' || (direction === 'receive' && isRecord(capabilities)),
  connect: ({ transport, parameters }) => isName(transport) && isRecord(parameters),
  produce: ({ source, parameters }) => isSource(source) && isRecord(parameters),
  unproduce: ({ source }) => isSource(source),
  resume: ({ track }) => isName(track),
  restartIce: ({ transport }) => isName(transport),
  leave: () => true,
}

function isRequest(request: Fields): boolean {
  const { verb } = request
  return typeof verb === 'string' && Object.hasOwn(requests, verb) && requests[verb as LegRequest['verb']](request)
}

const sources: readonly unknown[] = ['microphone', 'camera', 'screen', 'screenSound']
const isSource = (value: unknown): boolean => sources.includes(value)
const isName = (value: unknown): boolean => typeof value === 'string' && value.length <= idCharsMax
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0
const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
