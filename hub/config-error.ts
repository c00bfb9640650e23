/** The configuration cannot be used. `message` is a whole sentence for the person who starts the hub. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}
