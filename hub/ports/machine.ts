/** What the machine has left for the hub. The figures may be a few seconds old; asking costs nothing. */
export interface Machine {
  /** Bytes free on the disk of the data folder; infinite until it was looked at. */
  readonly freeBytes: number
  /** Bytes of memory that the hub holds for itself, without what it only maps from files. */
  readonly memoryBytes: number
  /** The engine is about to run out of heap, whatever the machine has. */
  readonly heapIsTight: boolean
}
