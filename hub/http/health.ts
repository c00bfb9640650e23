/** For whoever watches the hub: is the process alive, and does it serve. */
import Type from 'typebox'
import type { HttpDeps } from './deps.ts'
import { json } from './respond.ts'
import type { Route } from './router.ts'

const closed = { additionalProperties: false } as const
const alive = Type.Object({ alive: Type.Literal(true) }, closed)
const readiness = Type.Object(
  {
    ready: Type.Boolean(),
    store: Type.Union([Type.Literal('ok'), Type.Literal('unavailable')]),
    media: Type.Object({ available: Type.Boolean(), reason: Type.String() }, closed),
    draining: Type.Boolean(),
  },
  closed,
)

export function healthRoutes({ door, media }: HttpDeps): Route[] {
  return [
    {
      method: 'GET',
      path: '/healthz',
      crossOrigin: false,
      doc: { summary: 'The process is alive', answers: { 200: alive }, problems: [] },
      handle: () => json(200, { alive: true }),
    },
    {
      method: 'GET',
      path: '/readyz',
      crossOrigin: false,
      doc: {
        summary: 'The hub serves; without media it still serves messages',
        answers: { 200: readiness, 503: readiness },
        problems: [],
      },
      handle() {
        const { available, reason } = media()
        const ready = !door.draining && !door.storageDown
        return json(ready ? 200 : 503, {
          ready,
          store: door.storageDown ? 'unavailable' : 'ok',
          media: { available, reason },
          draining: door.draining,
        })
      },
    },
  ]
}
