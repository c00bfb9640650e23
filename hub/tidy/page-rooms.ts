/** The rooms of what runs in browsers. */
import type { Room } from './rooms.ts'

const pages = 'a page knows the hub by #protocol and #client, and calls by #media-client only'

export const pageRooms: readonly Room[] = [
  {
    at: 'widget/',
    may: ['hub/protocol/index.ts', 'hub/client/index.ts', 'media/client/index.ts', 'lit', 'lit/'],
    instead: pages,
  },
  {
    at: 'agent-app/',
    may: [
      'hub/protocol/index.ts',
      'hub/client/index.ts',
      'media/client/index.ts',
      'agent-app/admin/',
      'widget/tokens.ts',
      'widget/icons.ts',
      'uqr',
      'lit',
      'lit/',
    ],
    // Words of the administration tell what the hub's reader of requirements expected.
    types: ['hub/acd/requirement-expression.ts'],
    instead: pages,
  },
  {
    at: 'agent-app/admin/',
    may: [
      'agent-app/',
      'hub/protocol/index.ts',
      // What an administrator writes is read as the hub reads it, and compared as it compares it: all of this is pure.
      'hub/acd/requirement-expression.ts',
      'hub/app/configuration/canonical.ts',
      'hub/app/configuration/difference.ts',
      'hub/hours/',
      'hub/model/time.ts',
      // Tables of time zones and holidays, loaded when hours are looked at.
      'hub/adapters/civil-time-intl.ts',
      'hub/adapters/holidays-japan.ts',
      'lit',
      'lit/',
    ],
    types: ['hub/http/door.ts'],
    instead: pages,
  },
]
