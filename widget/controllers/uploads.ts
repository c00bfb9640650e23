/**
 * Files on their way to the hub, before they are part of a message. Each goes by its own request, so that one that fails
 * costs nothing but itself. The hub decides what it takes; size and type are only checked here to say so sooner.
 */
import type { AttachmentInfo, VisitSite } from '#protocol'
import { limits } from '#protocol'

export type UploadProblem =
  'tooLarge' | 'typeNotAllowed' | 'tooMany' | 'tooMuch' | 'tooManyPixels' | 'emptyFile' | 'uploadFailed'

export interface Upload {
  readonly key: number
  readonly file: File
  /** 0 to 1. */
  progress: number
  done: AttachmentInfo | null
  problem: UploadProblem | null
  cancel(): void
}

const problems: Record<string, UploadProblem> = {
  'attachment.tooLarge': 'tooLarge',
  'attachment.typeNotAllowed': 'typeNotAllowed',
  'attachment.tooMany': 'tooMany',
  'attachment.tooMuch': 'tooMuch',
  'attachment.tooManyPixels': 'tooManyPixels',
  'attachment.empty': 'emptyFile',
}

export class Uploads {
  items: readonly Upload[] = []
  #lastKey = 0

  /** `target` gives address and token at the moment a file leaves; `changed` is called after every change. */
  constructor(
    private readonly target: () => { url: string; token: string | null } | null,
    private readonly policy: () => VisitSite | undefined,
    private readonly changed: () => void,
  ) {}

  get busy(): boolean {
    return this.items.some((item) => !item.done && !item.problem)
  }
  get ready(): readonly AttachmentInfo[] {
    return this.items.flatMap((item) => item.done ?? [])
  }

  add(files: Iterable<File>): void {
    for (const file of files) {
      const item: Upload = { key: ++this.#lastKey, file, progress: 0, done: null, problem: null, cancel: () => {} }
      item.problem = this.#check(file)
      this.items = [...this.items, item]
      if (!item.problem) this.#send(item)
    }
    this.changed()
  }

  retry(item: Upload): void {
    item.problem = null
    this.#send(item)
    this.changed()
  }

  remove(item: Upload): void {
    item.cancel()
    this.items = this.items.filter((one) => one !== item)
    this.changed()
  }

  /** Forgets them all; those on their way are stopped. */
  clear(): void {
    for (const item of this.items) item.cancel()
    this.items = []
    this.changed()
  }

  #check(file: File): UploadProblem | null {
    const policy = this.policy()
    if (this.items.filter((item) => !item.problem).length >= limits.attachmentsPerMessageMax) return 'tooMany'
    if (file.size === 0) return 'emptyFile'
    if (policy && file.size > policy.attachmentBytesMax) return 'tooLarge'
    // A file whose type the browser does not know is left to the hub, which looks at the content.
    if (policy && file.type && !policy.attachmentTypes.includes(file.type)) return 'typeNotAllowed'
    return null
  }

  #send(item: Upload): void {
    const target = this.target()
    if (!target) {
      item.problem = 'uploadFailed'
      return
    }
    const request = new XMLHttpRequest()
    request.open('POST', `${target.url}?name=${encodeURIComponent(item.file.name)}`)
    request.setRequestHeader('authorization', `Bearer ${target.token}`)
    request.responseType = 'json'
    request.upload.onprogress = ({ loaded, total }) => {
      item.progress = total ? loaded / total : 0
      this.changed()
    }
    request.onloadend = () => {
      if (request.status === 201) item.done = request.response as AttachmentInfo
      else item.problem = problems[request.response?.code as string] ?? 'uploadFailed'
      this.changed()
    }
    item.cancel = () => {
      request.onloadend = null
      request.abort()
    }
    request.send(item.file)
  }
}
