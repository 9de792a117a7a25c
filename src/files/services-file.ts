// Reads the shipped catalogue of services; leaves what a right catalogue is to the core's schema of the council file.
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'

const SHIPPED = new URL('../councils/services.yaml', import.meta.url)

/** The `services` of the shipped catalogue as they stand there; a council file without its own takes them. */
export function shippedServices(): unknown {
  return parse(readFileSync(SHIPPED, 'utf8')).services
}
