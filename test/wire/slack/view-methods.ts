// The methods that open, change and publish views; leaves what an open view does to windows.ts.
import type { Methods } from './desk.ts'
import { textOf } from './records.ts'
import { Refused } from './refusing.ts'

export const viewMethods: Methods = {
  'views.open': (args, { windows }) => {
    windows.check(args['view'])
    const user = windows.exchange(textOf(args['trigger_id']))
    return { ok: true, view: windows.open(user, args['view']) }
  },
  'views.push': (args, { windows }) => {
    windows.check(args['view'])
    const user = windows.exchange(textOf(args['trigger_id']))
    if (windows.stackOf(user).length === 0) throw new Refused('not_found')
    return { ok: true, view: windows.push(user, args['view']) }
  },
  'views.update': (args, { windows }) => {
    const [id, external] = [textOf(args['view_id']), textOf(args['external_id'])]
    const found = windows.find((one) => (id ? one.id === id : one.external_id === external))
    if ((!id && !external) || !found) throw new Refused('not_found')
    const view = windows.update(found.user, found.view, args['view'], textOf(args['hash']))
    return { ok: true, view }
  },
  'views.publish': (args, { windows, world }) => {
    const user = world.users.get(textOf(args['user_id']))
    if (!user || user.isBot) throw new Refused('user_not_found')
    return { ok: true, view: windows.publish(user.id, args['view'], textOf(args['hash'])) }
  },
}
