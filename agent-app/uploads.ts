/**
 * Files on their way to a contact, with progress, retry and calling off. A file that has arrived leaves here and becomes
 * part of the draft. The sending itself is handed in (session.ts in the app, anything in tests).
 */
import type { AttachmentInfo } from '#protocol'
import type { UploadProblem, UploadResult } from './session.ts'

export interface Upload {
  readonly key: string
  readonly contact: string
  readonly name: string
  readonly sizeBytes: number
  /** 0 to 1. */
  readonly share: number
  readonly problem: UploadProblem | null
}

export type SendFile = (
  contact: string,
  file: File,
  progress: (share: number) => void,
  done: (result: UploadResult) => void,
) => () => void

export interface UploadLimits {
  readonly bytesMax: number
}

interface Running {
  upload: Upload
  readonly file: File
  cancel: () => void
}

export class Uploads {
  readonly #running = new Map<string, Running>()
  #count = 0

  constructor(
    private readonly send: SendFile,
    private readonly stored: (contact: string, attachment: AttachmentInfo) => void,
    private readonly changed: () => void,
  ) {}

  of(contact: string): readonly Upload[] {
    return [...this.#running.values()].map(({ upload }) => upload).filter((upload) => upload.contact === contact)
  }

  /** Files too large or empty are refused here already: nobody should wait minutes to be told. */
  begin(contact: string, files: readonly File[], limits: UploadLimits): void {
    for (const file of files) {
      const key = `file ${(this.#count += 1)}`
      const problem = tooEarlyToSend(file, limits)
      const upload = { key, contact, name: file.name, sizeBytes: file.size, share: 0, problem }
      this.#running.set(key, { upload, file, cancel: () => {} })
      if (problem === null) this.#start(key)
    }
    this.changed()
  }

  retry(key: string): void {
    if (this.#running.get(key)?.upload.problem === null) return
    this.#patch(key, { problem: null, share: 0 })
    this.#start(key)
  }

  remove(key: string): void {
    this.#running.get(key)?.cancel()
    if (this.#running.delete(key)) this.changed()
  }

  close(): void {
    for (const { cancel } of this.#running.values()) cancel()
    this.#running.clear()
  }

  #start(key: string): void {
    const running = this.#running.get(key)
    if (running === undefined) return
    const { contact } = running.upload
    running.cancel = this.send(
      contact,
      running.file,
      (share) => this.#patch(key, { share }),
      (result) => {
        if (result.kind === 'refused') return this.#patch(key, { problem: result.problem })
        this.#running.delete(key)
        this.stored(contact, result.attachment)
        this.changed()
      },
    )
  }

  #patch(key: string, part: Partial<Upload>): void {
    const running = this.#running.get(key)
    if (running === undefined) return
    running.upload = { ...running.upload, ...part }
    this.changed()
  }
}

function tooEarlyToSend(file: File, limits: UploadLimits): UploadProblem | null {
  if (file.size === 0) return 'attachment.empty'
  return limits.bytesMax > 0 && file.size > limits.bytesMax ? 'attachment.tooLarge' : null
}
