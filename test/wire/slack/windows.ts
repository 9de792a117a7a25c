// What is open before people: triggers that allow to open something, modals in their stack, the App Home; leaves who asks to the methods and to people.ts.
import { randomUUID } from 'node:crypto'
import { type Fields, isFields, isTrue, textOf, type View } from './records.ts'
import { Refused, refuseFor } from './refusing.ts'
import { complaintsAboutView, isTooLarge } from './view-limits.ts'
import type { World } from './world.ts'

const TRIGGER_LIVES_MS = 3000
const MOST_MODALS = 3

export type Windows = ReturnType<typeof createWindows>

/** The windows of a workspace. */
export function createWindows(world: World) {
  const triggers = new Map<string, { user: string; at: number; used: boolean }>()
  const stackOf = (user: string) => world.modals.get(user) ?? []
  let hashes = 0
  const nextHash = () => `${Math.floor(Date.now() / 1000)}.${String(++hashes).padStart(8, '0')}`

  function checked(raw: unknown, type: 'modal' | 'home', externalIds = true): Fields {
    if (isTooLarge(raw)) throw new Refused('view_too_large')
    refuseFor('invalid_arguments', complaintsAboutView(raw, type))
    const view = isFields(raw) ? raw : {}
    const external = textOf(view['external_id'])
    const others = [...world.modals.values()].flat()
    if (externalIds && external && others.some((one) => one.external_id === external))
      throw new Refused('duplicate_external_id')
    return view
  }

  function made(
    view: Fields,
    type: 'modal' | 'home',
    ids: Pick<View, 'id' | 'root_view_id' | 'previous_view_id'>,
  ): View {
    const { team, appId, botId } = world.identity
    return {
      ...ids,
      type,
      hash: nextHash(),
      callback_id: textOf(view['callback_id']),
      external_id: textOf(view['external_id']),
      private_metadata: textOf(view['private_metadata']),
      ...(type === 'modal'
        ? {
            title: isFields(view['title']) ? view['title'] : {},
            submit: isFields(view['submit']) ? view['submit'] : null,
            close: isFields(view['close']) ? view['close'] : null,
          }
        : {}),
      blocks: world.name(view['blocks']),
      state: { values: {} },
      clear_on_close: isTrue(view['clear_on_close']),
      notify_on_close: isTrue(view['notify_on_close']),
      team_id: team,
      app_id: appId,
      bot_id: botId,
      app_installed_team_id: team,
    }
  }

  function push(user: string, raw: unknown): View {
    const stack = stackOf(user)
    const view = checked(raw, 'modal')
    if (stack.length >= MOST_MODALS) throw new Refused('push_limit_reached')
    const id = world.nextId('V')
    const shown = made(view, 'modal', {
      id,
      root_view_id: stack[0]?.id ?? id,
      previous_view_id: stack.at(-1)?.id ?? null,
    })
    world.modals.set(user, [...stack, shown])
    return shown
  }

  return {
    stackOf,
    push,
    /** Refuses what no modal may be, before a trigger is spent on it. */
    check: (raw: unknown) => void checked(raw, 'modal'),
    /** Where a view is open, by what of it fits. */
    find(fits: (view: View) => boolean): { user: string; view: View } | undefined {
      for (const [user, stack] of world.modals) {
        const view = stack.find(fits)
        if (view) return { user, view }
      }
      return undefined
    },
    /** Allows an app to open something before this user, once, for three seconds. */
    trigger(
      user: string,
      id = `${Date.now()}.${Date.now() % 1e6}.${randomUUID().replaceAll('-', '')}`,
    ): string {
      if (!triggers.has(id)) triggers.set(id, { user, at: performance.now(), used: false })
      return id
    },
    /** Makes every trigger given out so far older. */
    age(ms: number): void {
      for (const trigger of triggers.values()) trigger.at -= ms
    },
    /** @returns whose trigger it was */
    exchange(id: string): string {
      const trigger = triggers.get(id)
      if (!trigger) throw new Refused('invalid_trigger_id')
      if (trigger.used) throw new Refused('exchanged_trigger_id')
      if (performance.now() - trigger.at > TRIGGER_LIVES_MS) throw new Refused('expired_trigger_id')
      trigger.used = true
      return trigger.user
    },
    /** A new modal on an empty stack. */
    open(user: string, raw: unknown): View {
      world.modals.set(user, [])
      return push(user, raw)
    },
    update(user: string, old: View, raw: unknown, hash: string): View {
      if (hash && hash !== old.hash) throw new Refused('hash_conflict')
      const { id, root_view_id, previous_view_id } = old
      const ids = { id, root_view_id, previous_view_id }
      const view = made(checked(raw, 'modal', false), 'modal', ids)
      world.modals.set(
        user,
        stackOf(user).map((one) => (one.id === old.id ? view : one)),
      )
      return view
    },
    publish(user: string, raw: unknown, hash: string): View {
      const old = world.homes.get(user)
      const view = checked(raw, 'home')
      if (hash && hash !== old?.hash) throw new Refused('hash_conflict')
      const id = old?.id ?? world.nextId('V')
      const shown = made(view, 'home', { id, root_view_id: id, previous_view_id: null })
      world.homes.set(user, shown)
      return shown
    },
    /** Shows words at the fields of an open modal. */
    showErrors(user: string, id: string, errors: Readonly<Record<string, string>>): void {
      world.modals.set(
        user,
        stackOf(user).map((one) => (one.id === id ? { ...one, errors } : one)),
      )
    },
    close(user: string, id: string): void {
      world.modals.set(
        user,
        stackOf(user).filter((one) => one.id !== id),
      )
    },
    clear: (user: string) => void world.modals.set(user, []),
  }
}
