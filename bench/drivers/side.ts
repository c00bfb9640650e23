/** One side of a comparison, which carries texts of pairs. `arrived` is called for each text that the pair's receiver got. */
export interface Side {
  readonly name: string
  /** Of its servers. */
  readonly pids: readonly number[]
  arrived: (pair: number, text: string) => void
  send(pair: number, text: string): void
  close(): Promise<void>
}
