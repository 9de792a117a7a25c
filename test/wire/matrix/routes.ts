// What a method of the homeserver is, and which one an address means; leaves the methods to their families.
import type { Device, Fields, User } from './records.ts'
import { Refused } from './refusing.ts'
import type { World } from './world.ts'

export type OpenCall = {
  readonly world: World
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly body: Fields
  readonly raw: Buffer
  readonly type: string
  readonly path: string
  /** When the client has hung up. */
  readonly gone: AbortSignal
}

export type Call = OpenCall & { readonly user: User; readonly device: Device }

/** By `METHOD /path/:parameter`; without an answer there is `{}`. */
export type Methods = Readonly<Record<string, (call: Call) => unknown>>
/** Those that need no token. */
export type OpenMethods = Readonly<Record<string, (call: OpenCall) => unknown>>

/** An answer that is no JSON. */
export class Bytes {
  readonly bytes: Buffer
  readonly type: string

  constructor(bytes: Buffer, type: string) {
    this.bytes = bytes
    this.type = type
  }
}

/** Finds the method of a request, and reads the parameters from its path. */
export function createRoutes<Of>(methods: Readonly<Record<string, Of>>) {
  const routes = Object.entries(methods).map(([line, run]) => {
    const [verb = '', pattern = ''] = line.split(' ')
    const names = [...pattern.matchAll(/:(\w+)/g)].map(([, name = '']) => name)
    const path = new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll(/:\w+/g, '([^/]*)')}/?$`)
    return { verb, names, path, run }
  })

  /** `path` is still encoded: an id may hold a slash. */
  return (verb: string, path: string) => {
    const known = routes.filter((route) => route.path.test(path))
    const route = known.find((one) => one.verb === verb)
    if (!route) {
      if (known.length > 0) throw new Refused(405, 'M_UNRECOGNIZED', 'Unrecognized request')
      return undefined
    }
    const values = route.path.exec(path)?.slice(1) ?? []
    const params: Record<string, string> = {}
    route.names.forEach((name, index) => {
      params[name] = decodeURIComponent(values[index] ?? '')
    })
    return { run: route.run, params }
  }
}

/** Carries a transaction out once: the same user, device and path get the same answer again. */
export function once(call: Call, run: () => unknown): unknown {
  const { world, user, device, path } = call
  const key = [user.id, device.id, path].join('\n')
  if (!world.answers.has(key)) world.answers.set(key, run())
  return world.answers.get(key)
}
