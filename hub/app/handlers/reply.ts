/** What agents have at hand beside a talk, in the words of the configuration in force. */
import type { Handlers } from './context.ts'

export const replyHandlers: Pick<Handlers, 'reply.list'> = {
  'reply.list'({ directory: { organisation } }) {
    return { replies: organisation.replies ?? [], tags: organisation.tags ?? [] }
  },
}
