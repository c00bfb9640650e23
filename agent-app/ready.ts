/**
 * What the configuration has ready for agents: quick replies and tags. Asked for once for each of its versions; what was had
 * last stands until the next has come.
 */
import type { ReplyBody } from '#protocol'
import type { Tag } from './elements/tags.ts'
import type { Reply } from './writing/find.ts'

export class Ready {
  /** Null before they have come for the first time. */
  replies: readonly Reply[] | null = null
  tags: readonly Tag[] = []
  #version: number | null = null

  constructor(
    private readonly ask: () => Promise<ReplyBody<'reply.list'>>,
    private readonly changed: () => void,
  ) {}

  /** This version is in force now. */
  follow(version: number): void {
    if (version === this.#version) return
    this.#version = version
    this.ask().then(
      ({ replies, tags }) => {
        if (version !== this.#version) return
        this.replies = replies
        this.tags = tags
        this.changed()
      },
      // Refused: this role writes to nobody. The next version may see that otherwise.
      () => {},
    )
  }
}
